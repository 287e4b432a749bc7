package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** Timestamps and PAWS: RFC 7323 sections 3 to 5, RFC 6191. */
class TimestampScriptTest {

    /** Accepted, with timestamps; the peer's clock stands at 1000. */
    static final String STAMPED =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 20000 <mss 1000,TS val 1000 ecr 0>
            +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 1000>
            +0    < .     1:1(0)    ack 1  win 20000 <nop,nop,TS val 1000 ecr *>
            +0    accept                                  = ESTABLISHED
            """;

    @Test
    @Tag("RFC7323-10")
    @Tag("RFC7323-11")
    @Tag("RFC7323-14")
    void anActiveOpenOffersThemAndEverySegmentThenHasThem() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>
                +.1   < S.    0:0(0)    ack 1  win 20000 <mss 1460,TS val 700 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 700>
                +0    write 10
                +0    > P.    1:11(10)  ack 1  <nop,nop,TS val * ecr 700>
                +.1   < .     1:1(0)    ack 11 win 0 <TS val 800 ecr *>
                +0    write 10
                +1    > .     11:12(1)  ack 1  <nop,nop,TS val * ecr 800>
                +.1   < .     1:1(0)    ack 11 win 20000 <TS val 900 ecr *>
                +0    > P.    11:21(10) ack 1  <nop,nop,TS val * ecr 900>
                +.1   < .     1:1(0)    ack 21 win 20000 <TS val 901 ecr *>
                +0    keepalive 10 1 3
                +10   > .     20:20(0)  ack 1  <nop,nop,TS val * ecr 901>
                +0    < .     1:1(0)    ack 21 win 20000 <TS val 902 ecr *>
                +0    abort
                +0    > R     21:21(0)         <nop,nop,TS val * ecr 0>
                """);
    }

    @Test
    @Tag("RFC7323-10")
    void aPassiveOpenAnswersWithThemOnlyIfTheSynHadThem() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000,TS val 5 ecr 0>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 5>
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                """);
    }

    @Test
    @Tag("RFC7323-10")
    @Tag("RFC7323-13")
    void switchedOffTheyAreNeitherOfferedNorAnswered() {
        Script.run(
                """
                config timestamps=false
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000,TS val 5 ecr 0>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: < P. 1:11(10)  ack 1  win 20000 <TS val 4 ecr 0>
                +.2   a: > .  1:1(0)    ack 11
                +0    b: connect
                +0    b: > S  0:0(0)           <mss 1460,nop,wscale 0,nop,nop,sackOK>
                """);
    }

    @Test
    @Tag("RFC7323-10")
    @Tag("RFC7323-11")
    void aSimultaneousOpenHasThemIfBothSynsDid() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <...>
                +0    < S     0:0(0)           win 20000 <mss 1000,TS val 70 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 70>
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 71 ecr *>  = ESTABLISHED
                +0    write 10
                +0    > P.    1:11(10)  ack 1  <nop,nop,TS val * ecr 71>
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P. 1:11(10) ack 1", ". 1:1(0) ack 1", "F. 1:1(0) ack 1"})
    @Tag("RFC7323-12")
    void whatLacksItsTimestampIsDroppedSilently(String segment) {
        Script.run(
                STAMPED
                        + """
                        +1    < %s win 20000
                        +1    state                                   = ESTABLISHED
                        +0    read                                    = would block
                        +0    counter DropNoTimestamp                 = 1
                        +0    < P.    1:11(10)  ack 1  win 20000 <TS val 1001 ecr *>
                        +0    read 10
                        +.2   > .     1:1(0)    ack 11 <nop,nop,TS val * ecr 1001>
                        """
                                .formatted(segment));
    }

    @Test
    @Tag("RFC7323-12")
    void soIsTheAckOfAHandshake() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,TS val 1000 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 1000>
                +0    < .     1:1(0)    ack 1  win 20000            = SYN-RECEIVED
                +0    counter DropNoTimestamp                 = 1
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 999 ecr *> = SYN-RECEIVED
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 1000>
                +0    counter PAWSEstab                       = 1
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 1000 ecr *> = ESTABLISHED
                """);
    }

    @Test
    @Tag("RFC7323-12")
    @Tag("RFC7323-18")
    void aResetNeedsNone() {
        Script.run(STAMPED + "+0 < R 1:1(0) = CLOSED\n");
        Script.run(STAMPED + "+0 < R 1:1(0) <TS val 999 ecr 0> = CLOSED\n");
    }

    @Test
    void aSynWithoutThemIsOfAPeerThatBeganAnew() {
        Script.run(
                STAMPED
                        + """
                        +0    < S     500:500(0)       win 20000 <mss 1000>
                        +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 1000>
                        """);
    }

    @Test
    @Tag("RFC7323-15")
    void aDelayedAckEchoesTheEarliestOfItsSegments() {
        Script.run(
                STAMPED
                        + """
                        +0    < .     1:1001(1000)    ack 1 win 20000 <TS val 1001 ecr *>
                        +.01  < .     1001:2001(1000) ack 1 win 20000 <TS val 1002 ecr *>
                        +0    > .     1:1(0)    ack 2001 <nop,nop,TS val * ecr 1001>
                        """);
    }

    @Test
    @Tag("RFC7323-15")
    void textAheadOfAHoleIsNotEchoedTheFillerIs() {
        Script.run(
                STAMPED
                        + """
                        +0    < .     1001:2001(1000) ack 1 win 20000 <TS val 1002 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +0    < .     2001:3001(1000) ack 1 win 20000 <TS val 1003 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +0    < .     1:1001(1000)    ack 1 win 20000 <TS val 1004 ecr *>
                        +0    > .     1:1(0)    ack 3001 <nop,nop,TS val * ecr 1004>
                        """);
    }

    @Test
    @Tag("RFC7323-15")
    void whatBeginsAtTheLastAckCountsAlthoughItIsTrimmed() {
        Script.run(
                STAMPED
                        + """
                        +0    < .     1:101(100) ack 1 win 20000 <TS val 1001 ecr *>
                        +0    < .     1:201(200) ack 1 win 20000 <TS val 1009 ecr *>
                        +0    > .     1:1(0)    ack 201  <nop,nop,TS val * ecr 1009>
                        """);
    }

    @Test
    @Tag("RFC7323-15")
    void unacceptableSegmentsDoNotPoisonTheEcho() {
        Script.run(
                STAMPED
                        + """
                        +0    < .     -9:1(10)  ack 1 win 20000 <TS val 2147484647 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +1    < .     1:1(0)    ack 99 win 20000 <TS val 2147484647 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +1    < .     90000:90010(10) ack 1 win 20000 <TS val 2147484647 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +1    < P.    1:11(10)  ack 1 win 20000 <TS val 1001 ecr *>
                        +.2   > .     1:1(0)    ack 11   <nop,nop,TS val * ecr 1001>
                        """);
    }

    @Test
    @Tag("RFC7323-17")
    void anOldDuplicateIsAcknowledgedAndDropped() {
        Script.run(
                STAMPED
                        + """
                        +0    < P.    1:11(10)  ack 1 win 20000 <TS val 2000 ecr *>
                        +.2   > .     1:1(0)    ack 11   <nop,nop,TS val * ecr 2000>
                        +1    < P.    11:21(10) ack 1 win 100 <TS val 1999 ecr *>
                        +0    > .     1:1(0)    ack 11   <nop,nop,TS val * ecr 2000>
                        +0    readable                                = 10
                        +0    status sndWnd                           = 20000
                        +0    counter PAWSEstab                       = 1
                        +0    < P.    11:21(10) ack 1 win 20000 <TS val 2000 ecr *>
                        +0    readable                                = 20
                        +.2   > .     1:1(0)    ack 21   <nop,nop,TS val * ecr 2000>
                        """);
    }

    @Test
    @Tag("RFC7323-17")
    void thePeersClockMayWrap() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,TS val 4294967295 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 4294967295>
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 0 ecr *>
                +0    accept
                +0    < P.    1:11(10)  ack 1  win 20000 <TS val 4294967295 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 0>
                +0    < P.    1:11(10)  ack 1  win 20000 <TS val 1 ecr *>
                +.2   > .     1:1(0)    ack 11 <nop,nop,TS val * ecr 1>
                """);
    }

    @Test
    @Tag("RFC7323-19")
    @Tag("tm_pawsAge")
    void after24DaysOfSilenceAnyTimestampIsGood() {
        Script.run(
                STAMPED
                        + """
                        +2073500
                        +0    < P.    1:11(10)  ack 1 win 20000 <TS val 999 ecr *>
                        +0    > .     1:1(0)    ack 1    <nop,nop,TS val * ecr 1000>
                        +1000 < P.    1:11(10)  ack 1 win 20000 <TS val 999 ecr *>
                        +.2   > .     1:1(0)    ack 11   <nop,nop,TS val * ecr 999>
                        +0    < P.    11:21(10) ack 1 win 20000 <TS val 998 ecr *>
                        +0    > .     1:1(0)    ack 11   <nop,nop,TS val * ecr 999>
                        """);
    }

    @Test
    @Tag("RFC7323-16")
    @Tag("MUST-18")
    @Tag("RFC6298-6")
    void theEchoTellsTheRoundTripOfARetransmission() {
        Script.run(
                """
                config rtoMinMs=200
                tolerance .004
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,TS val 1000 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 1000>
                +.1   < .     1:1(0)    ack 1  win 20000 <nop,nop,TS val 1000 ecr *>
                +0    accept                                  = ESTABLISHED
                +0    status srttNs                           = .1
                +0    status rtoNs                            = .3
                +0    write 10
                +0    > P.    1:11(10)  ack 1  <nop,nop,TS val * ecr 1000>
                +.3   > P.    1:11(10)  ack 1  <nop,nop,TS val * ecr 1000>
                +0    status rtoNs                            = .6
                +.18  < .     1:1(0)    ack 11 win 20000 <TS val 1001 ecr *>
                +0    status srttNs                           = .11
                +0    status rtoNs                            = .34
                """);
    }

    @Test
    @Tag("RFC7323-16")
    void oneOfManySamplesInARoundTripCountsLess() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <...>
                +.1   < S.    0:0(0)    ack 1  win 20000 <mss 1000,TS val 700 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 700>
                +0    status srttNs                           = .1
                +0    write 3952
                +0    > .     1:989(988)      ack 1  <nop,nop,TS val * ecr 700>
                +0    > .     989:1977(988)   ack 1  <nop,nop,TS val * ecr 700>
                +0    > .     1977:2965(988)  ack 1  <nop,nop,TS val * ecr 700>
                +0    > P.    2965:3953(988)  ack 1  <nop,nop,TS val * ecr 700>
                +.2   < .     1:1(0)    ack 989  win 20000 <TS val 701 ecr *>
                +0    status srttNs                           = .10625
                +0    < .     1:1(0)    ack 3953 win 20000 <TS val 701 ecr *>
                """);
    }

    @Test
    @Tag("RFC7323-16")
    void anIdleGapIsNoRoundTrip() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <...>
                +.1   < S.    0:0(0)    ack 1  win 20000 <mss 1460,TS val 700 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 700>
                +50   < P.    1:11(10)  ack 1  win 20000 <TS val 701 ecr *>
                +0    status srttNs                           = .1
                +.2   > .     1:1(0)    ack 11 <nop,nop,TS val * ecr 701>
                """);
    }

    @Test
    @Tag("MUST-16")
    @Tag("RFC7323-23")
    @Tag("RFC6691-1")
    @Tag("RFC2525-18")
    void theOptionIsTakenOffTheText() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 60000 <mss 1460,TS val 700 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 700>
                +0    status sendMss                          = 1448
                +0    write 1449
                +0    > .     1:1449(1448)     ack 1  <nop,nop,TS val * ecr 700>
                +0    < .     1:1(0)    ack 1449 win 60000 <TS val 700 ecr *>
                +0    > P.    1449:1450(1)     ack 1  <nop,nop,TS val * ecr 700>
                """);
    }

    @Test
    @Tag("RFC7323-11")
    @Tag("RFC7323-17")
    void timeWaitKeepsThem() {
        Script.run(
                STAMPED
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1  <nop,nop,TS val * ecr 1000>
                        +0    < F.    1:1(0)    ack 2  win 20000 <TS val 1001 ecr *>
                        +0    > .     2:2(0)    ack 2  <nop,nop,TS val * ecr 1001>
                        +50   < F.    1:1(0)    ack 2  win 20000
                        +0    < F.    1:1(0)    ack 2  win 20000 <TS val 1000 ecr *>
                        +0    > .     2:2(0)    ack 2  <nop,nop,TS val * ecr 1001>
                        +0    deadline                                = 10
                        +0    < F.    1:1(0)    ack 2  win 20000 <TS val 1002 ecr *>
                        +0    > .     2:2(0)    ack 2  <nop,nop,TS val * ecr 1002>
                        +0    deadline                                = 60
                        """);
    }

    @Test
    @Tag("RFC7323-11")
    void timeWaitKeepsThemAlsoIfTheLatestWasZero() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,TS val 0 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,TS val * ecr 0>
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 0 ecr *>
                +0    accept
                +0    close
                +0    > F.    1:1(0)    ack 1  <nop,nop,TS val * ecr 0>
                +0    < F.    1:1(0)    ack 2  win 20000 <TS val 0 ecr *>
                +0    > .     2:2(0)    ack 2  <nop,nop,TS val * ecr 4294967295>
                +1    < F.    1:1(0)    ack 2  win 20000
                +0    < F.    1:1(0)    ack 2  win 20000 <TS val 1 ecr *>
                +0    > .     2:2(0)    ack 2  <nop,nop,TS val * ecr 1>
                """);
    }

    /**
     * RCV.NXT stands at 2 in TIME-WAIT: a SYN numbered 2 is above all received, one with 1 is not.
     */
    @ParameterizedTest
    @CsvSource({
        "1000, 1, 1001, yes",
        "1000, 2, 1001, yes",
        "1000, 2, 1000, yes",
        "1000, 1, 1000, no",
        "1000, 2, 999,  no",
        "1000, 2, none, yes",
        "1000, 1, none, no",
        "none, 1, 999,  yes",
        "none, 2, none, yes",
        "none, 1, none, no",
    })
    @Tag("RFC6191-1")
    @Tag("RFC6191-2")
    @Tag("RFC6191-3")
    @Tag("RFC6191-4")
    @Tag("RFC6191-6")
    void aSynOpensATupleInTimeWaitIfItIsNewer(String old, int seq, String stamp, String opens) {
        String theirs = old.equals("none") ? "" : "<TS val " + old + " ecr *>";
        String ours = old.equals("none") ? "" : "<nop,nop,TS val * ecr " + old + ">";
        String syn = stamp.equals("none") ? "" : "<TS val " + stamp + " ecr 0>";
        String answer =
                opens.equals("yes") ? "+0 b: > S. 0:0(0) ack " + (seq + 1) + " <mss 1460,...>" : "";
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 %1$s
                +0    a: > S. 0:0(0)    ack 1  <mss 1460,...>
                +0    a: < .  1:1(0)    ack 1  win 20000 %1$s
                +0    a: accept
                +0    a: close
                +0    a: > F. 1:1(0)    ack 1  %2$s
                +0    a: < F. 1:1(0)    ack 2  win 20000 %1$s
                +0    a: > .  2:2(0)    ack 2  %2$s
                +1    b: flow as a
                +0    b: < S  %3$d:%3$d(0)     win 20000 %4$s
                %5$s
                +0    counter TWReused                        = %6$d
                """
                        .formatted(theirs, ours, seq, syn, answer, opens.equals("yes") ? 1 : 0));
    }

    @Test
    @Tag("RFC7323-22")
    @Tag("RFC9293-32")
    void byDefaultAllThatIsRecommendedIsOnAndNoRouterMayCutASegment() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,nop,wscale 0,sackOK,TS val * ecr 0>
                +.1   < S.    0:0(0)    ack 1  win 60000 <mss 1460,sackOK,TS val 100 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 100>
                +0    write 10
                +0    > P.    1:11(10)  ack 1  <nop,nop,TS val * ecr 100>
                +0    header                                  = ttl 64 tos 0 df
                """);
    }
}
