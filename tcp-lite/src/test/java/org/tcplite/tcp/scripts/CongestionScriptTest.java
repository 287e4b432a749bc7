package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Slow start, congestion avoidance, fast retransmit: RFC 5681, RFC 6582, RFC 3042. */
class CongestionScriptTest {

    /** The first flight of 4000 octets, and more to come. */
    private static final String FIRST_FLIGHT =
            PASSIVE
                    + """
                    +0    write 20000
                    +0    > .     1:1001(1000) ack 1
                    +0    > .     1001:2001(1000) ack 1
                    +0    > .     2001:3001(1000) ack 1
                    +0    > .     3001:4001(1000) ack 1
                    """;

    @Test
    @Tag("RFC5681-2")
    @Tag("RFC5681-3")
    @Tag("RFC2525-1")
    void fourSmallSegmentsMakeTheFirstFlight() {
        Script.run(FIRST_FLIGHT + "+.5\n");
    }

    @Test
    @Tag("RFC5681-2")
    void threeMiddlingSegmentsMakeTheFirstFlight() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000
                +0    accept
                +0    write 20000
                +0    > .     1:1461(1460) ack 1
                +0    > .     1461:2921(1460) ack 1
                +0    > .     2921:4381(1460) ack 1
                +.5
                """);
    }

    @Test
    @Tag("RFC5681-2")
    void twoLargeSegmentsMakeTheFirstFlight() {
        Script.run(
                """
                config mtu=9000
                path-mtu 9000
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 3000>
                +0    > S.    0:0(0)    ack 1  <mss 8960>
                +0    < .     1:1(0)    ack 1  win 60000
                +0    accept
                +0    write 20000
                +0    > .     1:3001(3000) ack 1
                +0    > .     3001:6001(3000) ack 1
                +.5
                """);
    }

    @Test
    @Tag("RFC6928-1")
    @Tag("RFC6928-2")
    void tenSegmentsMakeTheFirstFlightIfSoConfigured() {
        Script.run(
                """
                config largeInitialWindow=true
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000
                +0    accept
                +0    status cwnd                             = 14600
                +0    write 20000
                *     > .     1:1461(1460) ack 1
                *     > .     1461:2921(1460) ack 1
                *     > .     2921:4381(1460) ack 1
                *     > .     4381:5841(1460) ack 1
                *     > .     5841:7301(1460) ack 1
                *     > .     7301:8761(1460) ack 1
                *     > .     8761:10221(1460) ack 1
                *     > .     10221:11681(1460) ack 1
                *     > .     11681:13141(1460) ack 1
                *     > .     13141:14601(1460) ack 1
                +0    status timerDeadlineNs                  = 1
                +.5   < .     1:1(0)    ack 14601 win 60000
                *     > .     14601:16061(1460) ack 1
                *     > .     16061:17521(1460) ack 1
                *     > .     17521:18981(1460) ack 1
                +0    status timerDeadlineNs                  = 1.5
                """);
    }

    @Test
    @Tag("RFC7661-1")
    void aTrickleDoesNotOpenTheWindow() {
        StringBuilder script = new StringBuilder(PASSIVE);
        for (int i = 1; i < 10_000; i += 100) {
            script.append("+0 write 100\n+0 > P. %d:%d(100) ack 1\n".formatted(i, i + 100));
            script.append("+.1 < . 1:1(0) ack %d win 60000\n".formatted(i + 100));
        }
        Script.run(script + "+0 status cwnd = 4000\n");
    }

    @Test
    @Tag("RFC2525-3")
    @Tag("MUST-15")
    void withoutAnMssTheFirstFlightIsFourTimes536() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000
                +0    accept
                +0    write 20000
                +0    > .     1:537(536) ack 1
                +0    > .     537:1073(536) ack 1
                +0    > .     1073:1609(536) ack 1
                +0    > .     1609:2145(536) ack 1
                +.5
                """);
    }

    @Test
    @Tag("RFC5681-6")
    @Tag("RFC5681-5")
    @Tag("MUST-19")
    void inSlowStartEachAckOpensTheWindowByASegment() {
        Script.run(
                FIRST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1001 win 60000
                        +0    > .     4001:5001(1000) ack 1
                        +0    > .     5001:6001(1000) ack 1
                        +0    < .     1:1(0)    ack 2001 win 60000
                        +0    > .     6001:7001(1000) ack 1
                        +0    > .     7001:8001(1000) ack 1
                        +0    status cwnd                             = 6000
                        +0    < .     1:1(0)    ack 4001 win 60000
                        +0    > .     8001:9001(1000) ack 1
                        +0    > .     9001:10001(1000) ack 1
                        +0    > .     10001:11001(1000) ack 1
                        +0    status cwnd                             = 7000
                        """);
    }

    @Test
    @Tag("RFC5681-6")
    @Tag("SEC-2")
    @Tag("RFC3465-1")
    void anAckInPiecesOpensTheWindowByWhatItCovers() {
        Script.run(
                FIRST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 251 win 60000
                        +0    status cwnd                             = 4250
                        +0    < .     1:1(0)    ack 501 win 60000
                        +0    > .     4001:5001(1000) ack 1
                        +0    status cwnd                             = 4500
                        +0    < .     1:1(0)    ack 751 win 60000
                        +0    status cwnd                             = 4750
                        +0    < .     1:1(0)    ack 1001 win 60000
                        +0    > .     5001:6001(1000) ack 1
                        +0    status cwnd                             = 5000
                        """);
    }

    /** All that is to be sent is in flight, so duplicates can release nothing new. */
    private static final String LAST_FLIGHT =
            FIRST_FLIGHT.replace("write 20000", "write 4000").replace("> .     3", "> P.    3");

    @Test
    @Tag("RFC5681-11")
    @Tag("RFC5681-12")
    @Tag("RFC5681-13")
    @Tag("RFC3042-2")
    void theThirdDuplicateAckRepeatsTheLostSegment() {
        Script.run(
                LAST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    status cwnd                             = 4000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +0    status ssthresh                         = 2000
                        +0    status cwnd                             = 5000
                        +0    counter TCPFastRetrans                  = 1
                        +.1   < .     1:1(0)    ack 4001 win 20000
                        +0    status cwnd                             = 2000
                        +0    deadline                                = none
                        """);
    }

    @Test
    @Tag("RFC5681-14")
    @Tag("RFC6582-3")
    @Tag("RFC2525-8")
    void theAckOfAllEndsTheRecoveryWithoutABurst() {
        Script.run(
                LAST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +0    write 9000
                        +0    > .     4001:5001(1000) ack 1
                        +.1   < .     1:1(0)    ack 5001 win 20000
                        +0    > .     5001:6001(1000) ack 1
                        +0    > .     6001:7001(1000) ack 1
                        +0    status cwnd                             = 2000
                        """);
    }

    @Test
    @Tag("RFC6582-4")
    @Tag("RFC6582-5")
    void aPartialAckRepeatsTheNextHoleAndStaysInRecovery() {
        Script.run(
                LAST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +.5   < .     1:1(0)    ack 2001 win 20000
                        +0    > .     2001:3001(1000) ack 1
                        +0    deadline                                = 1
                        +.5   < .     1:1(0)    ack 4001 win 20000
                        +0    counter TCPFastRetrans                  = 2
                        +0    status cwnd                             = 2000
                        """);
    }

    @Test
    @Tag("RFC3042-1")
    void theFirstTwoDuplicateAcksReleaseNewText() {
        Script.run(
                FIRST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    > .     4001:5001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     5001:6001(1000) ack 1
                        +0    status cwnd                             = 4000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +0    status ssthresh                         = 2000
                        +0    status cwnd                             = 5000
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > .     6001:7001(1000) ack 1
                        """);
    }

    @Test
    @Tag("RFC5681-10")
    void onlyBareRepetitionsAreDuplicateAcks() {
        Script.run(
                FIRST_FLIGHT
                        + """
                        +.1   < .     1:1(0)    ack 1  win 19000
                        +0    < .     1:1(0)    ack 1  win 18000
                        +0    < .     1:1(0)    ack 1  win 17000
                        +0    < .     1:1(0)    ack 1  win 16000
                        +0    < .     1:1001(1000) ack 1 win 16000
                        +0    < .     1001:2001(1000) ack 1 win 16000
                        *     > .     4001:4001(0) ack 2001
                        +0    < .     2001:3001(1000) ack 1 win 16000
                        *     > .     4001:4001(0) ack 3001
                        +0    status cwnd                             = 4000
                        +0    counter TCPFastRetrans                  = 0
                        """);
    }

    @Test
    @Tag("RFC6582-6")
    @Tag("RFC6582-2")
    void duplicatesAfterATimeOutRepeatNothing() {
        Script.run(
                FIRST_FLIGHT
                        + """
                        +1    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 20000
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 20000
                        +0    < .     1:1(0)    ack 1001 win 20000
                        +0    < .     1:1(0)    ack 1001 win 20000
                        +0    status ssthresh                         = 2000
                        +0    counter TCPFastRetrans                  = 0
                        """);
    }

    @Test
    @Tag("RFC5681-8")
    void furtherTimeOutsOfTheSameSegmentLeaveTheThreshold() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 500>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000
                +0    accept
                +0    write 6000
                +0    > .     1:501(500) ack 1
                +0    > .     501:1001(500) ack 1
                +0    > .     1001:1501(500) ack 1
                +0    > .     1501:2001(500) ack 1
                +.1   < .     1:1(0)    ack 2001 win 60000
                +0    > .     2001:2501(500) ack 1
                +0    > .     2501:3001(500) ack 1
                +0    > .     3001:3501(500) ack 1
                +0    > .     3501:4001(500) ack 1
                +0    > .     4001:4501(500) ack 1
                +1    > .     2001:2501(500) ack 1
                +0    status ssthresh                         = 1000
                +0    status cwnd                             = 500
                +2    > .     2001:2501(500) ack 1
                +0    status ssthresh                         = 1000
                +0    status cwnd                             = 500
                """);
    }

    @Test
    @Tag("RFC5681-7")
    @Tag("RFC2525-6")
    @Tag("RFC3465-2")
    void inCongestionAvoidanceARoundTripAddsOneSegment() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 30000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    > .     3001:4001(1000) ack 1
                        +1    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 4001 win 20000
                        +0    > .     4001:5001(1000) ack 1
                        +0    > .     5001:6001(1000) ack 1
                        +0    status cwnd                             = 2000
                        +.1   < .     1:1(0)    ack 5001 win 20000
                        +0    > .     6001:7001(1000) ack 1
                        +0    < .     1:1(0)    ack 6001 win 20000
                        +0    > .     7001:8001(1000) ack 1
                        +0    > .     8001:9001(1000) ack 1
                        +0    status cwnd                             = 3000
                        """);
    }

    @Test
    @Tag("RFC5681-18")
    void afterALongIdleTimeTheFlightIsTheFirstOneAgain() {
        Script.run(
                FIRST_FLIGHT.replace("write 20000", "write 8000")
                        + """
                        +.1   < .     1:1(0)    ack 2001 win 20000
                        +0    > .     4001:5001(1000) ack 1
                        +0    > .     5001:6001(1000) ack 1
                        +0    > .     6001:7001(1000) ack 1
                        +0    < .     1:1(0)    ack 4001 win 20000
                        +0    > P.    7001:8001(1000) ack 1
                        +.1   < .     1:1(0)    ack 8001 win 20000
                        +10   write 9000
                        +0    > .     8001:9001(1000) ack 1
                        +0    > .     9001:10001(1000) ack 1
                        +0    > .     10001:11001(1000) ack 1
                        +0    > .     11001:12001(1000) ack 1
                        +.1
                        """);
    }

    @Test
    @Tag("RFC5681-1")
    void thePeersWindowBoundsTheFlightToo() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 2500
                        +0    write 5000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 2500
                        +0    > .     2001:3001(1000) ack 1
                        """);
    }
}
