package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.ACTIVE;
import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** The retransmission timer: RFC 6298; R1 and R2: RFC 9293 section 3.8.3. */
class RetransmissionScriptTest {

    @Test
    @Tag("RFC6298-9")
    @Tag("RFC6298-10")
    void nothingIsSentAgainSoonerThanOneTimeOutAfterItWasSent() {
        Script.run(
                PASSIVE
                        + """
                        +0    nodelay
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +.4   write 10
                        +0    > P.    11:21(10) ack 1
                        +.3   < .     1:1(0)    ack 11 win 20000
                        +.1   write 10
                        +0    > P.    21:31(10) ack 1
                        +0    status rtoNs                            = 2.1
                        +2    > P.    11:31(20) ack 1
                        +0    status rtoNs                            = 4.2
                        +.5   < .     1:1(0)    ack 21 win 20000
                        +4.2  > P.    21:31(10) ack 1
                        """);
    }

    /** A floor low enough to see the measured values. */
    private static final String LOW_FLOOR = "config rtoMinMs=10\n";

    @Test
    @Tag("MUST-19")
    @Tag("RFC2525-10")
    @Tag("RFC6298-5")
    @Tag("SHLD-11")
    @Tag("tm_retransmission")
    void theIntervalDoublesUpToAMinute() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +2    > P.    1:101(100) ack 1
                        +4    > P.    1:101(100) ack 1
                        +8    > P.    1:101(100) ack 1
                        +16   > P.    1:101(100) ack 1
                        +32   > P.    1:101(100) ack 1
                        +60   > P.    1:101(100) ack 1
                        +60   > P.    1:101(100) ack 1
                        +60   > P.    1:101(100) ack 1
                        +56.9 state                                   = ESTABLISHED
                        +.2   state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("RFC6298-2")
    @Tag("RFC6298-3")
    @Tag("MUST-18")
    void measurementsSetTheTimeOut() {
        Script.run(
                LOW_FLOOR
                        + ACTIVE
                        + """
                        +0    status srttNs                           = .1
                        +0    status rttvarNs                         = .05
                        +0    status rtoNs                            = .3
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +.2   < .     1:1(0)    ack 101 win 20000
                        +0    status rttvarNs                         = .0625
                        +0    status srttNs                           = .1125
                        +0    status rtoNs                            = .3625
                        +0    write 100
                        +0    > P.    101:201(100) ack 1
                        +.3625 > P.   101:201(100) ack 1
                        +.725 > P.    101:201(100) ack 1
                        """);
    }

    @Test
    @Tag("RFC6298-4")
    void theTimeOutIsNotBelowASecond() {
        Script.run(
                ACTIVE
                        + """
                        +0    status rtoNs                            = 1
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        """);
    }

    @Test
    @Tag("RFC6298-6")
    @Tag("RFC6298-12")
    @Tag("MUST-18")
    void theDoubledTimeOutStaysUntilANewMeasurement() {
        Script.run(
                LOW_FLOOR
                        + ACTIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +.3   > P.    1:101(100) ack 1
                        +.01  < .     1:1(0)    ack 101 win 20000
                        +0    status srttNs                           = .1
                        +0    write 100
                        +0    > P.    101:201(100) ack 1
                        +.1   < .     1:1(0)    ack 201 win 20000
                        +0    status rtoNs                            = .25
                        +0    write 100
                        +0    > P.    201:301(100) ack 1
                        +.25  > P.    201:301(100) ack 1
                        +.01  < .     1:1(0)    ack 301 win 20000
                        +0    write 100
                        +0    > P.    301:401(100) ack 1
                        +.5   > P.    301:401(100) ack 1
                        """);
    }

    @Test
    @Tag("RFC6298-10")
    @Tag("st_c_11")
    void everyAckOfNewTextStartsTheTimerAgain() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 3000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        +.8   < .     1:1(0)    ack 1001 win 20000
                        +.8   < .     1:1(0)    ack 2001 win 20000
                        *     > P.    2001:3001(1000) ack 1
                        +.1   < .     1:1(0)    ack 3001 win 20000
                        +0    deadline                                = none
                        """);
    }

    @Test
    @Tag("RFC6298-11")
    @Tag("RFC2525-14")
    @Tag("RFC2525-2")
    @Tag("RFC5681-9")
    @Tag("RFC8961-1")
    void aTimeOutRepeatsTheFirstSegmentOnly() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 4000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    > P.    3001:4001(1000) ack 1
                        +1    > .     1:1001(1000) ack 1
                        +0    status cwnd                             = 1000
                        +0    status ssthresh                         = 2000
                        +.1   < .     1:1(0)    ack 1001 win 20000
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +.1   < .     1:1(0)    ack 3001 win 20000
                        +0    > P.    3001:4001(1000) ack 1
                        """);
    }

    @Test
    @Tag("RFC2525-4")
    void whatIsRepeatedIsWhatWasSent() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 300
                        +0    > P.    1:301(300) ack 1
                        +0    write 700
                        +1    > P.    1:1001(1000) ack 1
                        """);
    }

    @Test
    @Tag("MUST-20")
    @Tag("SHLD-9")
    @Tag("SHLD-10")
    @Tag("MUST-47")
    void afterThreeRetransmissionsTroubleIsReportedOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +2    > P.    1:101(100) ack 1
                        +0    trouble                                 = no
                        +0    signals = !trouble
                        +4    > P.    1:101(100) ack 1
                        +0    trouble                                 = yes
                        +0    trouble                                 = no
                        +0    signals = trouble !ended
                        +8    > P.    1:101(100) ack 1
                        +0    trouble                                 = no
                        +0    signals = !trouble
                        """);
    }

    @Test
    @Tag("MUST-21")
    @Tag("tm_userTimeout")
    @Tag("RFC9293-25")
    void theUserSetsHowLongTextMayStayUnacknowledged() {
        Script.run(
                PASSIVE
                        + """
                        +0    user-timeout 10
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +2    > P.    1:101(100) ack 1
                        +4    > P.    1:101(100) ack 1
                        +2.9  state                                   = ESTABLISHED
                        +.2   state                                   = CLOSED
                        +0    signals = ended
                        +0    ended                                   = timed out
                        +0    read                                    = timed out
                        +0    write 1                                 = timed out
                        """);
    }

    /** Not since the text was written, but since anything was acknowledged last. */
    @Test
    @Tag("MUST-21")
    @Tag("tm_userTimeout")
    void theUsersTimeBeginsAnewWithEveryProgress() {
        Script.run(
                """
                config sack=false
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 500>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    user-timeout 10
                +0    write 1000
                +0    > .     1:501(500) ack 1
                +0    > P.    501:1001(500) ack 1
                +1    > .     1:501(500) ack 1
                +2    > .     1:501(500) ack 1
                +4    > .     1:501(500) ack 1
                +2.9  < .     1:1(0)    ack 501 win 20000
                +0    > P.    501:1001(500) ack 1
                +8    > P.    501:1001(500) ack 1
                +1.9  state = ESTABLISHED
                +.2   state = CLOSED
                +0    ended                                   = timed out
                """);
    }

    @Test
    @Tag("MUST-21")
    void withoutALimitItIsRepeatedForADay() {
        StringBuilder script = new StringBuilder("once\n" + PASSIVE);
        script.append("+0 user-timeout off\n+0 write 100\n+0 > P. 1:101(100) ack 1\n");
        for (int i = 0; i < 24 * 60; i++) {
            script.append("* > P. 1:101(100) ack 1\n");
        }
        script.append("+60 > P. 1:101(100) ack 1\n+0 state = ESTABLISHED\n");
        Script.run(script.toString());
    }

    @Test
    @Tag("sc_18")
    @Tag("tm_userTimeout")
    void aPeerThatComesBackBeforeR2IsServed() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +2    > P.    1:101(100) ack 1
                        +4    > P.    1:101(100) ack 1
                        +8    > P.    1:101(100) ack 1
                        +16   > P.    1:101(100) ack 1
                        +.1   < .     1:1(0)    ack 101 win 20000     = ESTABLISHED
                        +0    signals = drained
                        +0    deadline                                = none
                        """);
    }

    @Test
    @Tag("MUST-24")
    @Tag("MUST-25")
    void anIdleConnectionIsSilent() {
        Script.run(PASSIVE + "+86400 state = ESTABLISHED\n+0 deadline = none\n");
    }

    @Test
    @Tag("MUST-27")
    @Tag("SHLD-12")
    @Tag("MAY-5")
    @Tag("tm_keepAlive")
    @Tag("RFC2525-11")
    void keepAliveProbesAreSpacedAndThenEndTheConnection() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 60 10 3
                        +60   > .     0:0(0)    ack 1
                        +10   > .     0:0(0)    ack 1
                        +10   > .     0:0(0)    ack 1
                        +9.9  state                                   = ESTABLISHED
                        +.2   state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("MUST-24")
    void keepAliveAskedForBeforeTheConnectionIsOpenBeginsWhenItIs() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    keepalive 60 10 3
                +.1   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +60   > .     0:0(0)    ack 1
                """);
    }

    @Test
    @Tag("MUST-29")
    @Tag("RFC2525-9")
    @Tag("MUST-26")
    void oneAnsweredProbeSavesTheConnection() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 60 10 3
                        +60   > .     0:0(0)    ack 1
                        +10   > .     0:0(0)    ack 1
                        +10   > .     0:0(0)    ack 1
                        +5    < .     1:1(0)    ack 1  win 20000
                        +60   > .     0:0(0)    ack 1
                        +.1   < .     1:1(0)    ack 1  win 20000
                        +30   < P.    1:11(10)  ack 1  win 20000
                        +.2   > .     1:1(0)    ack 11
                        +59.8 > .     0:0(0)    ack 11
                        """);
    }

    @Test
    @Tag("MUST-26")
    void textThatWaitsForItsAckMakesProbesNeedless() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 2 1 3
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +2    > P.    1:101(100) ack 1
                        +4    > P.    1:101(100) ack 1
                        +.1   < .     1:1(0)    ack 101 win 20000
                        +2    > .     100:100(0) ack 1
                        """);
    }

    @Test
    @Tag("MUST-24")
    void keepAliveCanBeSwitchedOffAgain() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 60 10 3
                        +60   > .     0:0(0)    ack 1
                        +1    keepalive off
                        +86400 state                                  = ESTABLISHED
                        """);
    }

    @Test
    @Tag("tm_keepAlive")
    void keepAliveGoesOnInCloseWait() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 60 10 2
                        +30   < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +60   > .     0:0(0)    ack 2
                        +10   > .     0:0(0)    ack 2
                        +10.1 state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("tm_keepAlive")
    void keepAliveGoesOnInFinWait2WithAnOwner() {
        Script.run(
                PASSIVE
                        + """
                        +0    keepalive 60 10 2
                        +0    shutdown
                        +0    > F.    1:1(0)    ack 1
                        +.1   < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +60   > .     1:1(0)    ack 1
                        +10   > .     1:1(0)    ack 1
                        +10.1 state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("RFC9293-27")
    @Tag("st_c_01")
    void thePeersKeepAliveProbesAreAnswered() {
        Script.run(
                PASSIVE
                        + """
                        +10   < .     0:0(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 1
                        +10   < .     0:1(1)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    read                                    = would block
                        """);
    }

    @Test
    @Tag("tm_retransmission")
    @Tag("RFC6429-4")
    void anOrphanInLastAckEndsAtR2() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    user-timeout 10
                        +0    close
                        +0    > F.    1:1(0)    ack 2
                        +1    > F.    1:1(0)    ack 2
                        +2    > F.    1:1(0)    ack 2
                        +4    > F.    1:1(0)    ack 2
                        +2.9  state                                   = LAST-ACK
                        +.2   state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("tm_retransmission")
    void anOrphanInFinWait1EndsAtR2() {
        Script.run(
                PASSIVE
                        + """
                        +0    user-timeout 10
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    close
                        +0    > F.    101:101(0) ack 1
                        +1    > FP.   1:101(100) ack 1
                        +2    > FP.   1:101(100) ack 1
                        +4    > FP.   1:101(100) ack 1
                        +2.9  state                                   = FIN-WAIT-1
                        +.2   state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("MUST-21")
    void theUserTimeOutMayBeSetWhileTextWaits() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +1    > P.    1:101(100) ack 1
                        +1    user-timeout 4
                        +1    > P.    1:101(100) ack 1
                        +4    state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("RFC6298-7")
    @Tag("RFC6298-8")
    void aSteadyRoundTripIsNeverTakenForALoss() {
        StringBuilder script = new StringBuilder("config rtoMinMs=1\n" + ACTIVE);
        for (int from = 1; from < 10_000; from += 100) {
            script.append(
                    """
                    +0    write 100
                    +0    > P.    %d:%d(100) ack 1
                    +.1   < .     1:1(0)    ack %d win 20000
                    """
                            .formatted(from, from + 100, from + 100));
        }
        Script.run(script + "+0 counter TCPTimeouts = 0\n");
    }
}
