package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;
import static org.tcplite.tcp.scripts.Opened.SMALL_WINDOW;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Windows shut, shrunk and silly: RFC 9293 sections 3.8.6.1 and 3.8.6.2. */
class WindowScriptTest {

    /** RFC 7323 section 2.4 would let the first retransmission ignore the edge; none does. */
    @Test
    @Tag("RFC7323-9")
    void whatIsSentAgainStaysInsideAWindowThatWasTakenBack() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <...>
                +.1   < S.    0:0(0)    ack 1  win 2000 <mss 1000>
                +0    > .     1:1(0)    ack 1
                +0    write 2000
                +0    > .     1:1001(1000) ack 1
                +0    > P.    1001:2001(1000) ack 1
                +.1   < .     1:1(0)    ack 1  win 500
                +.9   > .     1:501(500) ack 1
                +.1   < .     1:1(0)    ack 501 win 1500
                +0    > .     501:1501(1000) ack 1
                +0    > P.    1501:2001(500) ack 1
                """);
    }

    @Test
    @Tag("MUST-36")
    @Tag("SHLD-29")
    @Tag("SHLD-30")
    @Tag("tm_persist")
    void aShutWindowIsProbedAtGrowingIntervals() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    write 100
                        +1    > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 1  win 0
                        +1.98 > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 1  win 0
                        +3.98 > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 1  win 0
                        +7.98 > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 1  win 1000
                        +0    > P.    1:101(100) ack 1
                        """);
    }

    @Test
    @Tag("MUST-37")
    @Tag("RFC6429-1")
    @Tag("sc_17")
    @Tag("SHLD-17")
    void aDayOfAnsweredProbesEndsNothing() {
        StringBuilder script = new StringBuilder("once\n" + PASSIVE);
        script.append("+0 < . 1:1(0) ack 1 win 0\n+0 write 100\n");
        for (int i = 0; i < 24 * 60; i++) {
            script.append("* > . 1:2(1) ack 1\n+.02 < . 1:1(0) ack 1 win 0\n");
        }
        script.append("+59.98 > . 1:2(1) ack 1\n");
        script.append("+.02 < . 1:1(0) ack 1 win 1000 = ESTABLISHED\n+0 > P. 1:101(100) ack 1\n");
        Script.run(script.toString());
    }

    @Test
    @Tag("tm_persist")
    @Tag("tm_userTimeout")
    void probesThatNobodyAnswersEndAtR2() {
        Script.run(
                PASSIVE
                        + """
                        +0    user-timeout 10
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    write 100
                        +1    > .     1:2(1)    ack 1
                        +2    > .     1:2(1)    ack 1
                        +4    > .     1:2(1)    ack 1
                        +10   state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("RFC6429-2")
    void aConnectionInPersistCanBeAborted() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    write 100
                        +1    > .     1:2(1)    ack 1
                        +.5   abort                                   = CLOSED
                        +0    > R     1:1(0)
                        +60
                        """);
    }

    @Test
    @Tag("tm_persist")
    void aFinThatWaitsBehindAShutWindowIsProbedToo() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    write 2
                        +0    close                                   = FIN-WAIT-1
                        +1    > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 1000
                        +0    > FP.   2:3(1)    ack 1
                        """);
    }

    @Test
    @Tag("MUST-34")
    @Tag("SHLD-15")
    @Tag("SHLD-16")
    @Tag("MAY-7")
    @Tag("RFC7323-9")
    void aShrunkenWindowStopsNewTextAndOldTextIsRepeatedInside() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 5000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    > .     3001:4001(1000) ack 1
                        +.02  < .     1:1(0)    ack 1  win 1000
                        +.98  > .     1:1001(1000) ack 1
                        +.02  < .     1:1(0)    ack 1001 win 3000
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        """);
    }

    @Test
    @Tag("MUST-35")
    void aWindowShrunkToNothingIsProbed() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 3000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        +.02  < .     1:1(0)    ack 1  win 0
                        +1    > .     1:2(1)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 3000
                        *     > .     2:1002(1000) ack 1
                        """);
    }

    @Test
    @Tag("MUST-38")
    @Tag("RFC9293-31")
    @Tag("tm_swsOverride")
    void aSillyWindowIsUsedOnlyAfterTheOverride() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 10
                        +0    write 3000
                        +.1   < .     1:1(0)    ack 1  win 20
                        +.1   < .     1:1(0)    ack 1  win 30
                        +.3   > .     1:31(30)  ack 1
                        """);
    }

    @Test
    @Tag("RFC9293-31")
    @Tag("MUST-38")
    void halfOfTheLargestWindowIsWorthSending() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 800 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 800
                +0    accept
                +0    write 3000
                +0    > .     1:801(800) ack 1
                +.02  < .     1:1(0)    ack 801 win 399
                +.1   < .     1:1(0)    ack 801 win 400
                +0    > .     801:1201(400) ack 1
                """);
    }

    @Test
    @Tag("MUST-39")
    @Tag("SHLD-14")
    void theRightEdgeMovesByAFullSegmentOnly() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < .     1:1461(1460) ack 1 win 20000
                        +0    < .     1461:2921(1460) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2921 win 1176
                        +0    < P.    2921:4097(1176) ack 1 win 20000
                        *     > .     1:1(0)    ack 4097 win 0
                        +0    read 1000
                        +0    read 459
                        +1    read 1
                        +0    > .     1:1(0)    ack 4097 win 1460
                        +0    read 500
                        +1    read 2136
                        +0    > .     1:1(0)    ack 4097 win 4096
                        """);
    }

    @Test
    @Tag("MUST-39")
    void anAckAfterASmallReadMovesNoEdge() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < .     1:1461(1460) ack 1 win 20000
                        +0    < .     1461:2921(1460) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2921 win 1176
                        +0    read 1000
                        +0    < P.    2921:4097(1176) ack 1 win 20000
                        *     > .     1:1(0)    ack 4097 win 0
                        +0    < .     4097:4098(1) ack 1 win 20000
                        +0    > .     1:1(0)    ack 4097 win 0
                        +0    write 10
                        +0    > P.    1:11(10)  ack 4097 win 0
                        """);
    }

    @Test
    @Tag("MUST-39")
    void ofASmallBufferHalfIsEnough() {
        Script.run(
                """
                config receiveBuffer=1024
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  win 1024 <mss 1460>
                +0    < P.    1:1025(1024) ack 1 win 20000
                *     > .     1:1(0)    ack 1025 win 0
                +0    accept
                +0    read 511
                +1    read 1
                +0    > .     1:1(0)    ack 1025 win 512
                """);
    }

    @Test
    @Tag("RFC9293-27")
    @Tag("RFC9293-4")
    @Tag("MAY-8")
    @Tag("st_c_17")
    void probesOfOurShutWindowAreAnsweredAndTheirAckIsUsed() {
        Script.run(
                """
                config receiveBuffer=1024
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  win 1024 <mss 1460>
                +0    < P.    1:1025(1024) ack 1 win 20000
                *     > .     1:1(0)    ack 1025 win 0
                +0    accept
                +0    write 100
                +0    > P.    1:101(100) ack 1025 win 0
                +.1   < .     1025:1026(1) ack 101 win 20000
                +0    > .     101:101(0) ack 1025 win 0
                +0    status sndUna                           = 101
                +.1   < .     1025:1026(1) ack 101 win 20000
                +0    > .     101:101(0) ack 1025 win 0
                +.1   < .     1025:1025(0) ack 101 win 20000
                +0    read 1024
                +0    > .     101:101(0) ack 1025 win 1024
                +0    read                                    = would block
                """);
    }

    @Test
    @Tag("SHLD-27")
    @Tag("MAY-16")
    @Tag("SHLD-28")
    void writesBehindAShutWindowAreJoined() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    write 400
                        +0    write 400
                        +0    write 400
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 20000
                        +0    > P.    1001:1201(200) ack 1
                        """);
    }

    @Test
    @Tag("MUST-61")
    @Tag("SHLD-28")
    @Tag("uc_established_send")
    void pushStandsOnTheLastSegmentOfWhatIsQueued() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 3000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        """);
    }

    @Test
    @Tag("uc_established_send")
    @Tag("uc_established_receive")
    void whatHasNoRoomIsNotTaken() {
        Script.run(
                "config sendBuffer=1024\n"
                        + PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    writable                                = 1024
                        +0    write 2000                              = 1024
                        +0    write 1                                 = would block
                        +0    read                                    = would block
                        +0    signals                                 = *
                        +.1   signals = !writable
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +0    > .     1:1001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1001 win 20000
                        +0    > P.    1001:1025(24) ack 1
                        +.02  < .     1:1(0)    ack 1025 win 20000
                        +0    signals = writable drained
                        +0    writable                                = 1024
                        """);
    }

    @Test
    @Tag("RFC9293-2")
    @Tag("RFC9293-5")
    void aFinBehindAFullWindowWaits() {
        Script.run(
                """
                config receiveBuffer=1024
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  win 1024 <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    < FP.   1:1025(1024) ack 1 win 20000
                *     > .     1:1(0)    ack 1025 win 0
                +0    state                                   = ESTABLISHED
                +.1   < F.    1025:1025(0) ack 1 win 20000
                +0    > .     1:1(0)    ack 1025 win 0
                +0    read 1024
                +0    > .     1:1(0)    ack 1025 win 1024
                +.1   < F.    1025:1025(0) ack 1 win 20000
                +0    > .     1:1(0)    ack 1026
                +0    read                                    = eof
                +0    state                                   = CLOSE-WAIT
                """);
    }

    @Test
    @Tag("MUST-1")
    @Tag("RFC5681-6")
    void moreThan32767OctetsMayBeInFlight() {
        StringBuilder script =
                new StringBuilder(
                        """
                        +0    listen 80
                        +0    < S     0:0(0)           win 65535 <mss 1460>
                        +0    > S.    0:0(0)    ack 1  <mss 1460>
                        +0    < .     1:1(0)    ack 1  win 65535
                        +0    accept
                        """);
        int sent = 0;
        script.append("+0 write 65536\n");
        for (int acked = 0; sent - acked < 40_000 - 1460; acked += 1460) {
            if (acked > 0) {
                script.append("+0 < . 1:1(0) ack %d win 65535\n".formatted(acked + 1));
            }
            for (int i = 0; i < (acked == 0 ? 3 : 2); i++) {
                script.append("+0 > . %d:%d(1460) ack 1\n".formatted(sent + 1, sent + 1461));
                sent += 1460;
            }
            script.append(acked > 0 ? "+0 write 1460\n" : "");
        }
        Script.run(script.toString());
    }

    @Test
    @Tag("RFC7323-6")
    @Tag("RFC7323-7")
    @Tag("SHLD-14")
    @Tag("RFC9293-19")
    void aScaledWindowNeverRetreats() {
        StringBuilder script =
                new StringBuilder(
                        """
                        config receiveBuffer=1048576
                        +0    listen 80
                        +0    < S     0:0(0)           win 65535 <mss 1460,nop,wscale 0>
                        +0    > S.    0:0(0)    ack 1  win 65535 <mss 1460,...>
                        +0    < .     1:1(0)    ack 1  win 65535
                        +0    accept
                        """);
        int from = 1;
        for (int i = 1; i < 200; i++) {
            int first = 1000 + i;
            int second = 1460 - 3 * i;
            script.append(
                    "+0 < . %d:%d(%d) ack 1\n".formatted(from, from + first, first)
                            + "+0 < . %d:%d(%d) ack 1\n"
                                    .formatted(from + first, from + first + second, second)
                            + "+0 > . 1:1(0) ack %d\n".formatted(from + first + second)
                            + "+0 read %d\n".formatted(i));
            from += first + second;
        }
        Script.run(script.toString());
    }
}
