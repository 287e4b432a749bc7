package org.tcplite.sim.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;

/** What {@code handshake} can draw. */
enum HandshakeScenario {

    /** Opens, carries a few octets each way, closes. */
    OPEN_CLOSE(HandshakeScenario::openClose),

    /** The client closes its side first and still gets the whole answer. */
    HALF_CLOSE(HandshakeScenario::halfClose),

    /** Nobody listens. */
    REFUSED(HandshakeScenario::refused),

    /** Nobody answers. */
    TIMEOUT(HandshakeScenario::timeout),

    /** The first SYN is lost. */
    LOST_SYN(HandshakeScenario::lostSyn);

    private final Consumer<HandshakeRun> play;

    HandshakeScenario(Consumer<HandshakeRun> play) {
        this.play = play;
    }

    /** As it is written on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void play(HandshakeRun run) {
        play.accept(run);
    }

    private static void openClose(HandshakeRun run) {
        run.listen();
        run.begin();
        run.connect();
        run.accept();
        exchangeAndClose(run);
    }

    private static void exchangeAndClose(HandshakeRun run) {
        run.clientWrites("hello");
        run.serverReads();
        run.serverWrites("HELLO");
        run.clientReads();
        run.clientCloses();
        run.serverReads();
        run.serverThinks();
        run.serverCloses();
        run.awaitEnd();
    }

    private static void halfClose(HandshakeRun run) {
        run.listen();
        run.begin();
        run.connect();
        run.accept();
        run.clientWrites("request");
        run.clientShutsDown();
        run.serverReads();
        run.serverReads();
        run.serverThinks();
        run.serverWrites("the whole answer");
        run.clientReads();
        run.serverCloses();
        run.clientReads();
        run.clientCloses();
        run.awaitEnd();
    }

    private static void refused(HandshakeRun run) {
        run.begin();
        run.connect();
        run.awaitEnd();
    }

    private static void timeout(HandshakeRun run) {
        run.listen();
        run.begin();
        run.loseAllFromClient();
        run.connect();
        run.awaitEnd();
    }

    private static void lostSyn(HandshakeRun run) {
        run.listen();
        run.begin();
        run.loseFirstFromClient();
        run.connect();
        run.accept();
        exchangeAndClose(run);
    }

    /** The names, for help and completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(HandshakeScenario::text).iterator();
        }
    }
}
