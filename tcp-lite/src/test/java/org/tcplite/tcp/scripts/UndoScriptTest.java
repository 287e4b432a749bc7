package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Reductions of the congestion window for nothing, and what takes them back. */
class UndoScriptTest {

    /** Ten segments of 1000 octets in flight, with SACK and timestamps; a round trip is 100 ms. */
    private static final String STAMPED =
            LossRecoveryScriptTest.TEN
                    .replace("mss 1000,nop,nop,sackOK", "mss 1012,sackOK,TS val 1 ecr *")
                    .replace("ack 1\n", "ack 1 <...>\n");

    private static final String IN_RECOVERY =
            STAMPED
                    + """
                    +.1   < .     1:1(0)    ack 1  win 60000 <TS val 2 ecr *,sack 1001:2001>
                    +0    < .     1:1(0)    ack 1  win 60000 <TS val 2 ecr *,sack 1001:3001>
                    +0    < .     1:1(0)    ack 1  win 60000 <TS val 2 ecr *,sack 1001:4001>
                    +0    > .     1:1001(1000) ack 1 <...>
                    +0    status congestionState                  = 3
                    """;

    /** The acknowledgment answers the original: it was sent before the copy. */
    @Test
    @Tag("RFC9438-8")
    void aLateSegmentThatWasSentAgainGivesTheWindowBack() {
        Script.run(
                IN_RECOVERY
                        + """
                        +.01  < .     1:1(0)    ack 4001 win 60000 <TS val 3 ecr *-90>
                        +0    status congestionState                  = 0
                        +0    status cwnd                             = 10000
                        +0    status ssthresh                         = 1073741824
                        +0    counter TCPFullUndo                     = 1
                        +0    status timer                            = probe
                        """);
    }

    @Test
    void aSegmentThatWasLostDoesNot() {
        Script.run(
                IN_RECOVERY
                        + """
                        +.1   < .     1:1(0)    ack 10001 win 60000 <TS val 3 ecr *>
                        +0    status congestionState                  = 0
                        +0    status ssthresh                         = 5000
                        +0    status cwnd                             = 6000
                        +0    counter TCPFullUndo                     = 0
                        """);
    }

    /** Only the acknowledgment that covers the copy's octets tells which of the two came. */
    @Test
    void anOldEchoThatComesLaterProvesNothing() {
        Script.run(
                IN_RECOVERY
                        + """
                        +.1   < .     1:1(0)    ack 5001 win 60000 <TS val 3 ecr *>
                        +0    > .     5001:6001(1000) ack 1 <...>
                        +0    > .     6001:7001(1000) ack 1 <...>
                        +0    < .     1:1(0)    ack 6001 win 60000 <TS val 3 ecr *-190>
                        +0    > .     7001:8001(1000) ack 1 <...>
                        +0    > .     8001:9001(1000) ack 1 <...>
                        +0    status congestionState                  = 3
                        +0    counter TCPFullUndo                     = 0
                        """);
    }

    @Test
    @Tag("RFC2883-4")
    void withoutTimestampsTheDuplicateReportedGivesItBack() {
        Script.run(
                LossRecoveryScriptTest.TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +0    > .     1:1001(1000) ack 1
                        +.01  < .     1:1(0)    ack 10001 win 60000
                        +0    status ssthresh                         = 5000
                        +0    status cwnd                             = 6000
                        +.09  < .     1:1(0)    ack 10001 win 60000 <nop,nop,sack 1:1001>
                        +0    status cwnd                             = 10000
                        +0    status congestionState                  = 0
                        +0    counter TCPDSACKUndo                    = 1
                        """);
    }

    @Test
    void oneDuplicateOfTwoCopiesDoesNot() {
        Script.run(
                LossRecoveryScriptTest.TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2001:6001>
                        +0    > .     1:1001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2001:8001>
                        +0    > .     1001:2001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000 <nop,nop,sack 1:1001>
                        +0    status cwnd                             = 5000
                        +0    counter TCPDSACKUndo                    = 0
                        """);
    }

    /** RFC 3522: a round trip that was suddenly longer than the time-out. */
    @Test
    void aTimeOutThatCameTooEarlyIsUndone() {
        Script.run(
                STAMPED
                        + """
                        +.2   > P.    9001:10001(1000) ack 1 <...>
                        +1    > .     1:1001(1000) ack 1 <...>
                        +0    status congestionState                  = 4
                        +0    status cwnd                             = 1000
                        +.1   < .     1:1(0)    ack 3001 win 60000 <TS val 3 ecr *-900>
                        +0    status congestionState                  = 0
                        +0    status cwnd                             = 10000
                        +0    status lost                             = 0
                        +0    counter TCPSpuriousRTOs                 = 1
                        +.05  < .     1:1(0)    ack 10001 win 60000 <TS val 3 ecr *-900>
                        +0    status resentSegments                   = 2
                        """);
    }

    @Test
    @Tag("RFC5681-9")
    void aTimeOutOfWhatWasLostIsNot() {
        Script.run(
                STAMPED
                        + """
                        +.2   > P.    9001:10001(1000) ack 1 <...>
                        +1    > .     1:1001(1000) ack 1 <...>
                        +.1   < .     1:1(0)    ack 1001 win 60000 <TS val 3 ecr *>
                        +0    > .     1001:2001(1000) ack 1 <...>
                        +0    > .     2001:3001(1000) ack 1 <...>
                        +0    status congestionState                  = 4
                        +0    counter TCPSpuriousRTOs                 = 0
                        """);
    }

    /**
     * A lost retransmission is no reordering: the second reduction stands, and so does the first.
     */
    @Test
    @Tag("RFC5681-19")
    void aSecondReductionMakesTheFirstFinal() {
        Script.run(
                LossRecoveryScriptTest.TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:7001>
                        +0    > .     1:1001(1000) ack 1
                        +0    write 3000
                        +0    > .     10001:11001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:10001>
                        +0    > .     11001:12001(1000) ack 1
                        +0    > P.    12001:13001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:11001>
                        +0    > .     1:1001(1000) ack 1
                        +0    status ssthresh                         = 2000
                        +.1   < .     1:1(0)    ack 13001 win 60000 <nop,nop,sack 1:1001>
                        +0    < .     1:1(0)    ack 13001 win 60000 <nop,nop,sack 1:1001>
                        +0    status ssthresh                         = 2000
                        +0    counter TCPDSACKUndo                    = 0
                        """);
    }

    /** The probe was sent before the loss was found: its duplicate says nothing of the copy. */
    @Test
    @Tag("RFC2883-4")
    void theDuplicateOfAProbeDoesNot() {
        Script.run(
                LossRecoveryScriptTest.TEN
                        + """
                        +.2   > P.    9001:10001(1000) ack 1
                        +.05  < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +0    > .     1:1001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 9001:10001 1001:10001>
                        +0    counter TCPDSACKRecv                    = 1
                        +0    counter TCPDSACKUndo                    = 0
                        +0    status congestionState                  = 3
                        +0    status ssthresh                         = 5000
                        """);
    }

    @Test
    @Tag("RFC2883-4")
    void theDuplicateOfWhatWasAcknowledgedBeforeDoesNot() {
        Script.run(
                LossRecoveryScriptTest.TEN
                        + """
                        +.1   < .     1:1(0)    ack 2001 win 60000
                        +0    < .     1:1(0)    ack 2001 win 60000 <nop,nop,sack 3001:6001>
                        +0    > .     2001:3001(1000) ack 1
                        +0    < .     1:1(0)    ack 2001 win 60000 <nop,nop,sack 1001:2001 3001:6001>
                        +0    counter TCPDSACKRecv                    = 1
                        +0    counter TCPDSACKUndo                    = 0
                        +0    status congestionState                  = 3
                        +0    status ssthresh                         = 4000
                        """);
    }

    /** RFC 4015 section 3.2: at once only an initial window more than what is in flight. */
    @Test
    void theWindowComesBackWithoutABurst() {
        Script.run(
                STAMPED.replace("largeInitialWindow=true", "largeInitialWindow=false")
                                .replaceAll("(?s)\\+0    write.*", "")
                        + """
                        +0    write 12000
                        +0    > .     1:1001(1000) ack 1 <...>
                        +0    > .     1001:2001(1000) ack 1 <...>
                        +0    > .     2001:3001(1000) ack 1 <...>
                        +0    > .     3001:4001(1000) ack 1 <...>
                        +.1   < .     1:1(0)    ack 2001 win 60000 <TS val 2 ecr *>
                        +0    > .     4001:5001(1000) ack 1 <...>
                        +0    > .     5001:6001(1000) ack 1 <...>
                        +0    > .     6001:7001(1000) ack 1 <...>
                        +0    < .     1:1(0)    ack 4001 win 60000 <TS val 2 ecr *>
                        +0    > .     7001:8001(1000) ack 1 <...>
                        +0    > .     8001:9001(1000) ack 1 <...>
                        +0    > .     9001:10001(1000) ack 1 <...>
                        +0    status cwnd                             = 6000
                        +.2   > .     10001:11001(1000) ack 1 <...>
                        +1    > .     4001:5001(1000) ack 1 <...>
                        +0    status cwnd                             = 1000
                        +.1   < .     1:1(0)    ack 11001 win 60000 <TS val 3 ecr *-900>
                        +0    > P.    11001:12001(1000) ack 1 <...>
                        +0    counter TCPSpuriousRTOs                 = 1
                        +0    status cwnd                             = 4000
                        +0    status ssthresh                         = 1073741824
                        """);
    }

    /** The reduction never was: what is truly lost of the same flight is the first congestion. */
    @Test
    void aTrueLossInTheSameFlightReducesAfterTheUndo() {
        Script.run(
                IN_RECOVERY
                        + """
                        +.01  < .     1:1(0)    ack 4001 win 60000 <TS val 3 ecr *-90>
                        +0    status congestionState                  = 0
                        +0    < .     1:1(0)    ack 4001 win 60000 <TS val 3 ecr *,sack 5001:10001>
                        +.05  > .     4001:5001(1000) ack 1 <...>
                        +0    status congestionState                  = 3
                        +0    status ssthresh                         = 3000
                        """);
    }

    /** Those that came first were no measure: the late ones get the time of a round trip anew. */
    @Test
    @Tag("RFC8985-6")
    void whatIsStillLateAfterTheUndoIsNotFoundLostAgain() {
        Script.run(
                STAMPED
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <TS val 2 ecr *,sack 4001:7001>
                        +0    > .     1:1001(1000) ack 1 <...>
                        +0    > .     1001:2001(1000) ack 1 <...>
                        +0    status lost                             = 2
                        +.01  < .     1:1(0)    ack 1001 win 60000 <TS val 3 ecr *-90,sack 4001:7001>
                        +0    counter TCPFullUndo                     = 1
                        +0    status lost                             = 0
                        +.08  < .     1:1(0)    ack 10001 win 60000 <TS val 3 ecr *-90>
                        +0    status resentSegments                   = 2
                        """);
    }
}
