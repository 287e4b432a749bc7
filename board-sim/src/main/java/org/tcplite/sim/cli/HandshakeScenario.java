package org.tcplite.sim.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;

/** What {@code handshake} can draw. */
enum HandshakeScenario {

    /** Opens, carries a few octets each way, closes. */
    OPEN_CLOSE(HandshakeScenario::openClose),

    /** Both connect at the same time: the SYNs cross. */
    SIMULTANEOUS_OPEN(HandshakeScenario::simultaneousOpen),

    /** Both close at the same time: the FINs cross. */
    SIMULTANEOUS_CLOSE(HandshakeScenario::simultaneousClose),

    /** The client closes its side first and still gets the whole answer. */
    HALF_CLOSE(HandshakeScenario::halfClose),

    /** The server's FIN carries the acknowledgment of the client's. */
    THREE_SEGMENT_CLOSE(HandshakeScenario::threeSegmentClose),

    /** Nobody listens. */
    REFUSED(HandshakeScenario::refused),

    /** The first SYN is lost. */
    LOST_SYN(HandshakeScenario::lostSyn),

    /** The first FIN is lost. */
    LOST_FIN(HandshakeScenario::lostFin),

    /** The second segment of text comes before the first. */
    REORDERED(HandshakeScenario::reordered),

    /** Nobody answers. */
    TIMEOUT(HandshakeScenario::timeout),

    /** The server waits for the third segment of the handshake, and gives up. */
    NO_FINAL_ACK(HandshakeScenario::noFinalAck);

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
        open(run);
        exchange(run);
        close(run);
    }

    private static void simultaneousOpen(HandshakeRun run) {
        run.begin();
        run.bothConnect();
        close(run);
    }

    private static void simultaneousClose(HandshakeRun run) {
        open(run);
        run.bothClose();
        run.awaitEnd();
    }

    private static void halfClose(HandshakeRun run) {
        open(run);
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

    private static void threeSegmentClose(HandshakeRun run) {
        open(run);
        run.clientCloses();
        run.serverReadsAndClosesBeforeTheAck();
        run.awaitEnd();
    }

    private static void refused(HandshakeRun run) {
        run.begin();
        run.connect();
        run.awaitEnd();
    }

    private static void lostSyn(HandshakeRun run) {
        run.loseNextFromClient();
        openClose(run);
    }

    private static void lostFin(HandshakeRun run) {
        open(run);
        run.loseNextFromClient();
        close(run);
    }

    private static void reordered(HandshakeRun run) {
        open(run);
        run.clientSwitchesNagleOff();
        run.delayNextFromClient();
        run.clientWrites("hello");
        run.clientThinks();
        run.clientWrites("again");
        run.serverReads();
        run.serverThinks();
        close(run);
    }

    private static void timeout(HandshakeRun run) {
        run.loseAllFromClient();
        run.listen();
        run.begin();
        run.connect();
        run.awaitEnd();
    }

    /** The client believes in a connection that the server has forgotten; its first text tells. */
    private static void noFinalAck(HandshakeRun run) {
        run.loseAllFromClientButTheFirst();
        run.listen();
        run.begin();
        run.connect();
        run.awaitServerForgets();
        run.loseNothing();
        run.clientWrites("hello");
        run.clientReads();
    }

    // ---- what most have in common

    private static void open(HandshakeRun run) {
        run.listen();
        run.begin();
        run.connect();
        run.accept();
    }

    private static void exchange(HandshakeRun run) {
        run.clientWrites("hello");
        run.serverReads();
        run.serverWrites("HELLO");
        run.clientReads();
    }

    /** The client first, then the server. */
    private static void close(HandshakeRun run) {
        run.clientCloses();
        run.serverReads();
        run.serverThinks();
        run.serverCloses();
        run.awaitEnd();
    }

    /** The names, for help and completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(HandshakeScenario::text).iterator();
        }
    }
}
