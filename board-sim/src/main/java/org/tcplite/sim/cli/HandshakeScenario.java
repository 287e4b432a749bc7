package org.tcplite.sim.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;
import org.tcplite.sim.capture.Ladder;
import org.tcplite.tcp.TcpState;

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

    /** The last segment is lost: TIME-WAIT acknowledges the FIN once more. */
    LOST_LAST_ACK(HandshakeScenario::lostLastAck),

    /** The second segment of text comes before the first. */
    REORDERED(HandshakeScenario::reordered),

    /** Nobody answers. */
    TIMEOUT(HandshakeScenario::timeout),

    /** The server waits for the third segment of the handshake, and gives up. */
    NO_FINAL_ACK(HandshakeScenario::noFinalAck),

    /** The listener is closed before the client comes. */
    LISTENER_CLOSED(HandshakeScenario::listenerClosed),

    /** The client's program gives up an open connection: RST instead of FIN. */
    ABORT(HandshakeScenario::abort),

    /** The RST comes when the server is in TIME-WAIT already, and is not heeded (RFC 1337). */
    LATE_RESET(HandshakeScenario::lateReset),

    /** The client closes before its connection is open: the FIN waits. */
    EARLY_CLOSE(HandshakeScenario::earlyClose),

    /** The client aborts before its connection is open. */
    EARLY_ABORT(HandshakeScenario::earlyAbort),

    /** The server's program never closes, the client waits in FIN-WAIT-2 and gives up. */
    FORGOTTEN_CLOSE(HandshakeScenario::forgottenClose),

    /** Nothing of a client that closes arrives; the server finds out when it writes. */
    USER_TIMEOUT(HandshakeScenario::userTimeout),

    /** The server closes first, and is called again from the same port while in TIME-WAIT. */
    RECONNECT(HandshakeScenario::reconnect);

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

    private static void lostLastAck(HandshakeRun run) {
        open(run);
        run.loseFromClient(2);
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
        run.beginAccept();
        run.connect();
        run.awaitEnd();
    }

    /** The client believes in a connection that the server has forgotten; its first text tells. */
    private static void noFinalAck(HandshakeRun run) {
        run.loseAllFromClientButTheFirst();
        run.listen();
        run.begin();
        run.beginAccept();
        run.connect();
        run.awaitServerForgets();
        run.loseNothing();
        run.clientWrites("hello");
        run.clientReads();
    }

    private static void listenerClosed(HandshakeRun run) {
        run.listen();
        run.begin();
        run.closeListener();
        run.connect();
        run.awaitEnd();
    }

    private static void abort(HandshakeRun run) {
        open(run);
        exchange(run);
        run.clientAborts();
        run.serverReads();
        run.awaitEnd();
    }

    /** The client only shuts down: who has closed has no connection left to abort. */
    private static void lateReset(HandshakeRun run) {
        open(run);
        run.clientShutsDown();
        run.serverCloses();
        run.awaitClientLeaves(TcpState.ESTABLISHED);
        run.awaitClientLeaves(TcpState.FIN_WAIT_1);
        run.clientAborts();
        run.awaitEnd();
    }

    private static void earlyClose(HandshakeRun run) {
        run.begin();
        run.bothBeginToConnect();
        run.awaitClientLeaves(TcpState.SYN_SENT);
        run.clientCloses();
        run.awaitConnect(Ladder.RIGHT);
        run.serverReads();
        run.serverThinks();
        run.serverCloses();
        run.awaitEnd();
    }

    /** Without its SYN ACK, which is lost, the server is not yet connected either. */
    private static void earlyAbort(HandshakeRun run) {
        run.loseFromClient(2);
        run.begin();
        run.bothBeginToConnect();
        run.awaitClientLeaves(TcpState.SYN_SENT);
        run.clientAborts();
        run.awaitConnect(Ladder.RIGHT);
        run.awaitEnd();
    }

    private static void forgottenClose(HandshakeRun run) {
        open(run);
        run.clientCloses();
        run.serverReads();
        run.awaitClientForgets();
        run.serverWrites("hello");
        run.awaitEnd();
        run.serverWrites("again");
    }

    private static void userTimeout(HandshakeRun run) {
        open(run);
        run.serverThinks();
        run.loseAllFromClient();
        run.clientCloses();
        run.awaitClientForgets();
        run.loseNothing();
        run.serverWrites("hello");
        run.serverReads();
        run.awaitEnd();
    }

    private static void reconnect(HandshakeRun run) {
        open(run);
        run.serverCloses();
        run.clientReads();
        run.clientCloses();
        run.awaitClientForgets();
        connectAndAccept(run);
        close(run);
    }

    // ---- what most have in common

    private static void open(HandshakeRun run) {
        run.listen();
        run.begin();
        connectAndAccept(run);
    }

    private static void connectAndAccept(HandshakeRun run) {
        run.beginAccept();
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
