package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** What a sender does with selective acknowledgments: RFC 2018, 2883, 8985, 9937. */
class LossRecoveryScriptTest {

    /** Both permit SACK; the round trip of the handshake is 100 ms. */
    private static final String OPENED =
            """
            +0    connect
            +0    > S     0:0(0)           <mss 1460,nop,wscale 0,...>
            +.1   < S.    0:0(0)    ack 1  win 60000 <mss 1000,nop,nop,sackOK>
            +0    > .     1:1(0)    ack 1
            """;

    /** Ten segments in flight after two round trips; the window is 10,000 octets. */
    static final String TEN =
            "config largeInitialWindow=true\n"
                    + OPENED
                    + """
                    +0    write 10000
                    +0    > .     1:1001(1000) ack 1
                    +0    > .     1001:2001(1000) ack 1
                    +0    > .     2001:3001(1000) ack 1
                    +0    > .     3001:4001(1000) ack 1
                    +0    > .     4001:5001(1000) ack 1
                    +0    > .     5001:6001(1000) ack 1
                    +0    > .     6001:7001(1000) ack 1
                    +0    > .     7001:8001(1000) ack 1
                    +0    > .     8001:9001(1000) ack 1
                    +0    > P.    9001:10001(1000) ack 1
                    """;

    @Test
    @Tag("RFC8985-7")
    @Tag("RFC8985-9")
    @Tag("RFC5681-11")
    @Tag("RFC6675-1")
    void theThirdSegmentBeyondAHoleMakesItALoss() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001>
                        +0    status congestionState                  = 1
                        +0    status sacked                           = 2
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +0    > .     1:1001(1000) ack 1
                        +0    status congestionState                  = 3
                        +0    status ssthresh                         = 5000
                        +0    counter TCPSackRecovery                 = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:10001>
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    status cwnd                             = 5000
                        +0    status congestionState                  = 0
                        +0    deadline                                = none
                        """);
    }

    // ---- tail loss probe

    @Test
    @Tag("RFC8985-11")
    @Tag("RFC8985-13")
    @Tag("RFC8985-14")
    @Tag("RFC8985-16")
    @Tag("tm_tlp")
    void aLostTailIsRepairedByAProbeBeforeAnyTimeOut() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 8001 win 60000
                        +0    status timer                            = probe
                        +0    status timerDeadlineNs                  = .2
                        +.2   > P.    9001:10001(1000) ack 1
                        +0    status timer                            = retransmit
                        +0    status timerDeadlineNs                  = 1
                        +0    counter TCPLossProbes                   = 1
                        +.1   < .     1:1(0)    ack 8001 win 60000 <nop,nop,sack 9001:10001>
                        +0    > .     8001:9001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    counter TCPTimeouts                     = 0
                        +0    counter TCPSackRecovery                 = 1
                        +0    deadline                                = none
                        """);
    }

    /** The round trip is long beside the time-out: at its time a probe goes, and it starts anew. */
    @Test
    @Tag("RFC8985-11")
    @Tag("RFC8985-14")
    void aProbeThatWouldBeLaterThanTheTimeOutGoesInItsPlace() {
        Script.run(
                "config rtoMinMs=200\n"
                        + OPENED
                        + """
                        +0    write 1000
                        +0    > P.    1:1001(1000) ack 1
                        +0    status timer                            = probe
                        +.3   > P.    1:1001(1000) ack 1
                        +0    counter TCPLossProbes                   = 1
                        +0    counter TCPTimeouts                     = 0
                        +0    status cwnd                             = 4000
                        +.3   > P.    1:1001(1000) ack 1
                        +0    counter TCPTimeouts                     = 1
                        """);
    }

    @Test
    @Tag("RFC8985-15")
    void aProbeThatRepairsTheOnlyLossCountsAsOne() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +.4   > P.    9001:10001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    status congestionState                  = 0
                        +0    write 1000
                        +0    > P.    10001:11001(1000) ack 1
                        +.1   < .     1:1(0)    ack 11001 win 60000
                        +0    counter TCPLossProbeRecovery            = 1
                        +0    status ssthresh                         = 2000
                        +0    status cwnd                             = 2000
                        """);
    }

    @Test
    @Tag("RFC8985-15")
    @Tag("RFC2883-4")
    void aProbeReportedAsADuplicateWasNeedless() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +.4   > P.    9001:10001(1000) ack 1
                        +.05  < .     1:1(0)    ack 10001 win 60000
                        +.05  < .     1:1(0)    ack 10001 win 60000 <nop,nop,sack 9001:10001>
                        +0    counter TCPDSACKRecv                    = 1
                        +0    write 1000
                        +0    > P.    10001:11001(1000) ack 1
                        +.1   < .     1:1(0)    ack 11001 win 60000
                        +0    counter TCPLossProbeRecovery            = 0
                        +0    status cwnd                             = 12000
                        """);
    }

    @Test
    @Tag("RFC8985-13")
    void newTextIsTheProbeIfThePeersWindowLets() {
        Script.run(
                TEN.replace("write 10000", "write 12000").replace("> P. ", "> .  ")
                        + """
                        +.2   > .     10001:11001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 10001:11001>
                        +0    > .     1:1001(1000) ack 1
                        """);
    }

    @Test
    @Tag("RFC8985-12")
    void withoutAMeasurementSinceTheLastThereIsNoSecondProbe() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +.4   > P.    9001:10001(1000) ack 1
                        +1    > P.    9001:10001(1000) ack 1
                        +0    counter TCPLossProbes                   = 1
                        +0    counter TCPTimeouts                     = 1
                        +2    > P.    9001:10001(1000) ack 1
                        """);
    }

    @Test
    @Tag("RFC8985-11")
    @Tag("RFC8985-12")
    void whileAProbeIsOnItsWayNewTextBringsNoSecondOne() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +.4   > P.    9001:10001(1000) ack 1
                        +.1   write 1000
                        +0    > P.    10001:11001(1000) ack 1
                        +0    status timer                            = probe
                        +.9   > .     9001:10001(1000) ack 1
                        +0    counter TCPLossProbes                   = 1
                        """);
    }

    @Test
    @Tag("RFC8985-1")
    @Tag("RFC8985-11")
    void withoutSackThereIsNoProbe() {
        Script.run(
                TEN.replace("mss 1000,nop,nop,sackOK", "mss 1000")
                        + """
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +0    status timer                            = retransmit
                        +1    > P.    9001:10001(1000) ack 1
                        """);
    }

    @Test
    @Tag("RFC8985-13")
    @Tag("RFC8985-11")
    void aLoneFinIsProbedToo() {
        Script.run(
                OPENED
                        + """
                        +0    shutdown
                        +0    > F.    1:1(0)    ack 1
                        +.4   > F.    1:1(0)    ack 1
                        +.1   < .     1:1(0)    ack 2  win 60000
                        +0    state                                   = FIN-WAIT-2
                        """);
    }

    /**
     * A peer that reports no FIN ahead of a hole would not tell what a probe of the FIN alone asks.
     */
    @Test
    @Tag("RFC8985-13")
    @Tag("RFC8985-11")
    void aLostTailWithItsFinBehindIsProbedAsOneSegment() {
        Script.run(
                TEN
                        + """
                        +0    shutdown
                        +0    > F.    10001:10001(0) ack 1
                        +.1   < .     1:1(0)    ack 9001 win 60000
                        +.2   > FP.   9001:10001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10002 win 60000
                        +0    counter TCPTimeouts                     = 0
                        +0    counter TCPLossProbeRecovery            = 0
                        +0    state                                   = FIN-WAIT-2
                        """);
    }

    /** The tail is two segments and the FIN: the probe's report finds the first of them lost. */
    @Test
    @Tag("RFC8985-13")
    void aLostTailOfTwoWithItsFinIsRepairedWithoutATimeOut() {
        Script.run(
                TEN
                        + """
                        +0    shutdown
                        +0    > F.    10001:10001(0) ack 1
                        +.1   < .     1:1(0)    ack 8001 win 60000
                        +.2   > FP.   9001:10001(1000) ack 1
                        +.1   < .     1:1(0)    ack 8001 win 60000 <nop,nop,sack 9001:10001>
                        +0    > .     8001:9001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10002 win 60000
                        +0    counter TCPTimeouts                     = 0
                        +0    state                                   = FIN-WAIT-2
                        """);
    }

    // ---- lost retransmissions, recovery

    private static final String IN_RECOVERY =
            TEN
                    + """
                    +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                    +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001>
                    +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                    +0    > .     1:1001(1000) ack 1
                    """;

    @Test
    @Tag("RFC8985-9")
    @Tag("RFC5681-19")
    void aLostRetransmissionIsRepairedWithoutATimeOutAndReducesAgain() {
        Script.run(
                IN_RECOVERY
                        + """
                        +0    write 5000
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:7001>
                        +0    > .     10001:11001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:10001>
                        +0    > .     11001:12001(1000) ack 1
                        +0    > .     12001:13001(1000) ack 1
                        +0    > .     13001:14001(1000) ack 1
                        +0    status ssthresh                         = 5000
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:11001>
                        +0    > .     1:1001(1000) ack 1
                        +0    counter TCPLostRetransmit               = 1
                        +0    counter TCPTimeouts                     = 0
                        +0    status ssthresh                         = 2000
                        """);
    }

    @Test
    @Tag("RFC6675-8")
    @Tag("RFC6675-9")
    void severalHolesAreRepairedInOneRoundTripAndEndTheRecoveryTogether() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 3001:4001 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 5001:6001 3001:4001 1001:2001>
                        +0    > .     1:1001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 5001:7001 3001:4001 1001:2001>
                        +0    > .     2001:3001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 5001:8001 3001:4001 1001:2001>
                        +0    > .     4001:5001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 5001:9001 3001:4001 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 5001:10001 3001:4001 1001:2001>
                        +.1   < .     1:1(0)    ack 2001 win 60000 <nop,nop,sack 5001:10001 3001:4001>
                        +0    status congestionState                  = 3
                        +0    < .     1:1(0)    ack 4001 win 60000 <nop,nop,sack 5001:10001>
                        +0    status congestionState                  = 3
                        +0    < .     1:1(0)    ack 10001 win 60000
                        +0    status congestionState                  = 0
                        +0    status resentSegments                   = 3
                        """);
    }

    /**
     * What was sent before the retransmission that has arrived is lost, too: no rescue is needed.
     */
    @Test
    @Tag("RFC6675-5")
    @Tag("RFC8985-9")
    void aTailThatIsLostInRecoveryIsRepairedWithoutATimeOut() {
        Script.run(
                IN_RECOVERY
                        + """
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:7001>
                        +.1   < .     1:1(0)    ack 7001 win 60000
                        +0    > .     7001:8001(1000) ack 1
                        +0    > .     8001:9001(1000) ack 1
                        +0    > P.    9001:10001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    counter TCPTimeouts                     = 0
                        +0    counter TCPSackRecovery                 = 1
                        +0    status congestionState                  = 0
                        """);
    }

    /** To be lost is no leave to be sent: the window decides, one round trip after the other. */
    @Test
    @Tag("RFC8985-17")
    @Tag("RFC2018-10")
    @Tag("RFC6937-4")
    void sevenLostSegmentsDoNotGoOutAtOnce() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 7001:8001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 7001:9001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 7001:10001>
                        +0    > .     1:1001(1000) ack 1
                        +0    status lost                             = 6
                        +0    status cwnd                             = 1000
                        +.1   < .     1:1(0)    ack 1001 win 60000 <nop,nop,sack 7001:10001>
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    status cwnd                             = 2000
                        +.1   < .     1:1(0)    ack 3001 win 60000 <nop,nop,sack 7001:10001>
                        +0    > .     3001:4001(1000) ack 1
                        +0    > .     4001:5001(1000) ack 1
                        +0    > .     5001:6001(1000) ack 1
                        +0    status cwnd                             = 3000
                        """);
    }

    @Test
    @Tag("RFC3042-3")
    @Tag("RFC9937-4")
    void bareDuplicatesReleaseNothing() {
        Script.run(
                IN_RECOVERY
                        + """
                        +0    write 5000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +.05
                        """);
    }

    /** Four segments of five are enough for nothing, the fifth is what the next ACK brings. */
    @Test
    @Tag("RFC9937-4")
    @Tag("RFC5681-7")
    void theAckThatEndsARecoveryIsTheFirstToOpenTheNewWindow() {
        Script.run(
                IN_RECOVERY
                        + """
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:7001>
                        +0    write 5000
                        +0    > .     10001:11001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    > .     11001:12001(1000) ack 1
                        +0    > .     12001:13001(1000) ack 1
                        +0    > .     13001:14001(1000) ack 1
                        +0    > P.    14001:15001(1000) ack 1
                        +0    status cwnd                             = 5000
                        +.1   < .     1:1(0)    ack 11001 win 60000
                        +0    status cwnd                             = 6000
                        """);
    }

    /** RFC 5681 equation (4) is a limit: half of a flight of seven is three segments. */
    @Test
    @Tag("RFC5681-8")
    @Tag("RFC5681-12")
    void halfOfAnOddFlightIsRoundedDownToWholeSegments() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 3001 win 60000
                        +0    < .     1:1(0)    ack 3001 win 60000 <nop,nop,sack 4001:5001>
                        +0    < .     1:1(0)    ack 3001 win 60000 <nop,nop,sack 4001:6001>
                        +0    < .     1:1(0)    ack 3001 win 60000 <nop,nop,sack 4001:7001>
                        +0    > .     3001:4001(1000) ack 1
                        +0    status ssthresh                         = 3000
                        """);
    }

    // ---- time-out, reneging

    @Test
    @Tag("RFC2018-7")
    @Tag("RFC2018-8")
    @Tag("RFC2018-9")
    @Tag("RFC8985-10")
    @Tag("RFC6675-10")
    void afterATimeOutNothingCountsAsReported() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:10001>
                        +0    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 60000
                        +0    status sacked                           = 9
                        +1    > .     1001:2001(1000) ack 1
                        +0    counter TCPSACKReneging                 = 1
                        +0    status sacked                           = 0
                        +0    status congestionState                  = 4
                        +0    status cwnd                             = 1000
                        +.1   < .     1:1(0)    ack 2001 win 60000
                        +0    > .     2001:3001(1000) ack 1
                        +0    > .     3001:4001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    status congestionState                  = 0
                        """);
    }

    @Test
    @Tag("RFC2018-9")
    void whatIsReportedAfterATimeOutIsNotSentAgain() {
        Script.run(
                TEN
                        + """
                        +.2   > P.    9001:10001(1000) ack 1
                        +1    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 60000 <nop,nop,sack 2001:9001>
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    9001:10001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    status resentSegments                   = 4
                        """);
    }

    // ---- reordering

    @Test
    @Tag("RFC8985-6")
    @Tag("RFC8985-7")
    void aSegmentALittleLateIsNotSentAgain() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    status timer                            = reorder
                        +0    status timerDeadlineNs                  = .025
                        +.02  < .     1:1(0)    ack 3001 win 60000
                        +0    status timer                            = probe
                        +.1   < .     1:1(0)    ack 10001 win 60000
                        +0    status resentSegments                   = 0
                        +0    counter TCPSACKReorder                  = 1
                        """);
    }

    @Test
    @Tag("RFC8985-9")
    @Tag("tm_rackReorder")
    void aSegmentLaterThanTheReorderingWindowIs() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +.025 > .     1:1001(1000) ack 1
                        +0    status congestionState                  = 3
                        """);
    }

    @Test
    @Tag("RFC8985-8")
    void eachRoundTripWithADuplicateMakesForMorePatience() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    status timerDeadlineNs                  = .025
                        +.025 > .     1:1001(1000) ack 1
                        +.02  < .     1:1(0)    ack 2001 win 60000 <nop,nop,sack 1:1001>
                        +.05  < .     1:1(0)    ack 10001 win 60000
                        +0    write 3000
                        +0    > .     10001:11001(1000) ack 1
                        +0    > .     11001:12001(1000) ack 1
                        +0    > P.    12001:13001(1000) ack 1
                        +.1   < .     1:1(0)    ack 10001 win 60000 <nop,nop,sack 11001:12001>
                        +0    status timerDeadlineNs                  = .05
                        """);
    }

    // ---- blocks that cannot be

    @Test
    @Tag("RFC2018-11")
    @Tag("RFC2883-5")
    void blocksOutsideTheFlightChangeNothing() {
        for (String block :
                new String[] {
                    "1:1001",
                    "2001:1001",
                    "1001:1001",
                    "9001:10002",
                    "90001:90010",
                    "-100:-50",
                    "1:2000000000",
                    "-2000000000:5"
                }) {
            Script.run(
                    TEN
                            + """
                            +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack %s>
                            +0    status sacked                           = 0
                            +0    status congestionState                  = 0
                            +0    counter TCPSACKDiscard                  = 1
                            """
                                    .formatted(block));
        }
    }

    @Test
    @Tag("RFC6675-11")
    void anEdgeInsideASegmentSplitsItsRecordForWhichAFullRingMakesRoom() {
        Script.run(
                "config sentRecords=8\n"
                        + TEN.substring(0, TEN.indexOf("+0    > .     7001"))
                                .replace("write 10000", "write 7000")
                                .replace("> .     6001", "> P.    6001")
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 6501:7001>
                        +0    status sacked                           = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1501:2501 6501:7001>
                        +0    status sacked                           = 3
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001 6501:7001>
                        +0    status sacked                           = 3
                        +.025 > .     1:1001(1000) ack 1
                        """);
    }
}
