package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcplite.script.Script;

/**
 * Every set of flags in every state, at numbers that are right, just off and far off: no exception,
 * no broken invariant, never more than one segment in answer.
 */
class FlagNonsenseTest {

    private static final String LETTERS = "FSRP.U";
    private static final int[] SEQ_OFFSETS = {-100_000, -1, 0, 1, 100_000};
    private static final int[] ACK_OFFSETS = {-1, 0, 100_000};
    private static final int[] LENGTHS = {0, 10};

    private static final String CONFIG =
            "config connections=2 receiveBuffer=2048 sendBuffer=1024 timeWait=2 synQueue=8\n";

    @ParameterizedTest
    @EnumSource
    @Tag("SEC-7")
    @Tag("SEC-5")
    void inSynchronizedStates(States state) {
        forEverySegment(CONFIG + state.then(""), "a: ", state.rcvNxt, state.sndNxt);
    }

    @Test
    @Tag("SEC-7")
    @Tag("SEC-5")
    void inClosedAndListen() {
        forEverySegment(CONFIG, "", 0, 1);
        forEverySegment(CONFIG + "+0 listen 80\n", "", 0, 1);
    }

    @Test
    @Tag("SEC-7")
    @Tag("SEC-5")
    void inTheHandshake() {
        String listen = "+0 listen 80\n+0 < S 0:0(0) win 9000\n+0 > S. 0:0(0) ack 1 <...>\n";
        String connect = "+0 connect\n+0 > S 0:0(0) <...>\n";
        forEverySegment(CONFIG + listen, "", 1, 1);
        forEverySegment(CONFIG + connect, "", 0, 1);
        String crossed = "+0 < S 0:0(0) win 9000\n+0 > S. 0:0(0) ack 1 <...>\n";
        forEverySegment(CONFIG + connect + crossed, "", 1, 1);
    }

    private static void forEverySegment(String before, String label, int rcvNxt, int sndNxt) {
        for (int flags = 0; flags < 64; flags++) {
            for (int seqOffset : SEQ_OFFSETS) {
                for (int ackOffset : ACK_OFFSETS) {
                    for (int length : LENGTHS) {
                        int seq = rcvNxt + seqOffset;
                        play(before, label, flags, seq, sndNxt + ackOffset, length);
                    }
                }
            }
        }
    }

    private static void play(String before, String label, int flags, int seq, int ack, int length) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            letters.append((flags & 1 << bit) != 0 ? LETTERS.charAt(bit) : "");
        }
        String segment =
                "%s %d:%d(%d) ack %d win 9000 urg 3"
                        .formatted(
                                letters.length() == 0 ? "-" : letters,
                                seq,
                                seq + length,
                                length,
                                ack);
        String twice = "+0 %s< %s\n+0 any 1\n".formatted(label, segment).repeat(2);
        Script.run("once\n" + before + twice);
    }
}
