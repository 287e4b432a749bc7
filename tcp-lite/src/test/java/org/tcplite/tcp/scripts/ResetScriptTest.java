package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;
import static org.tcplite.tcp.scripts.Opened.SMALL_WINDOW;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** Resets, sent and received: RFC 9293 sections 3.5.2 and 3.5.3, RFC 5961. */
class ResetScriptTest {

    private static final String TAKEN =
            """
            +0    read 10
            +.2   > .     1:1(0)    ack 11
            """;

    private static final String ANSWERED =
            """
            +0    > .     1:1(0)    ack 1
            +0    read                                    = would block
            """;

    @Test
    @Tag("RFC9293-6")
    @Tag("st_closed_02")
    void withoutAnAckTheResetAcknowledges() {
        Script.run(
                """
                +0    < S     0:0(0)           win 4096
                +0    > R.    #0:#0(0)  ack 1
                +0    < S     0:10(10)         win 4096
                +0    > R.    #0:#0(0)  ack 11
                +0    < F     5:5(0)           win 4096
                +0    > R.    #0:#0(0)  ack 6
                +0    < SF    5:15(10)         win 4096
                +0    > R.    #0:#0(0)  ack 17
                +0    < -     5:15(10)         win 4096
                +0    > R.    #0:#0(0)  ack 15
                """);
    }

    @Test
    @Tag("RFC9293-6")
    @Tag("st_closed_03")
    void withAnAckTheResetTakesItsNumber() {
        Script.run(
                """
                +0    < .     5:5(0)    ack 77 win 4096
                +0    > R     77:77(0)
                +0    < S.    5:5(0)    ack 77 win 4096
                +0    > R     77:77(0)
                +0    < F.    5:5(0)    ack 77 win 4096
                +0    > R     77:77(0)
                +0    < P.    5:15(10)  ack 77 win 4096
                +0    > R     77:77(0)
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"R 5:5(0)", "R. 5:5(0) ack 77", "SR 5:5(0)", "FR. 5:15(10) ack 77"})
    @Tag("st_closed_01")
    @Tag("RFC9293-7")
    void aResetIsNeverAnswered(String segment) {
        Script.run("+0 < " + segment + " win 4096\n+1\n");
    }

    @Test
    @Tag("RFC5961-2")
    @Tag("st_c_03")
    @Tag("MUST-12")
    void anExactResetResets() {
        Script.run(
                PASSIVE
                        + """
                        +0    < R     1:1(0)                          = CLOSED
                        +0    signals = ended
                        +0    ended                                   = reset
                        +0    read                                    = reset
                        +0    write 10                                = reset
                        +0    close
                        +0    < .     1:1(0)    ack 1  win 20000
                        +0    > R     1:1(0)
                        """);
    }

    @Test
    void whatCameBeforeTheResetCanStillBeRead() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:31(30)  ack 1  win 20000
                        +0    < P.    41:51(10) ack 1  win 20000
                        +0    > .     1:1(0)    ack 31
                        +0    write 10
                        +0    > P.    1:11(10)  ack 31
                        +0    < R     31:31(0)                        = CLOSED
                        +0    signals = readable ended
                        +0    ended                                   = reset
                        +0    readable                                = 30
                        +0    write 10                                = reset
                        +0    read 10
                        +0    read 30                                 = 20
                        +0    read                                    = reset
                        +0    close
                        """);
    }

    @Test
    void anotherConnectionInTheSlotHasNoneOfIt() {
        Script.run(
                """
                config connections=1
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < P.    1:31(30)  ack 1  win 20000
                +0    accept
                +0    < R     31:31(0)                        = CLOSED
                +0    close
                +0    b: connect
                +0    b: > S  0:0(0)           <...>
                +0    b: < R. 0:0(0)    ack 1
                +0    b: read                                 = connection refused
                """);
    }

    @Test
    @Tag("SHLD-2")
    void aResetMayCarryText() {
        Script.run(
                PASSIVE
                        + """
                        +0    < R     1:21(20)                        = CLOSED
                        +0    read                                    = reset
                        """);
    }

    @Test
    @Tag("RFC5961-1")
    @Tag("st_c_02")
    void aResetOutsideTheWindowIsDropped() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < R     0:0(0)
                        +0    < R     4097:4097(0)
                        +0    < R     -100000:-100000(0)
                        +0    < R.    100000:100000(0) ack 1
                        +0    state                                   = ESTABLISHED
                        """);
    }

    @Test
    @Tag("RFC5961-3")
    @Tag("RFC5961-4")
    @Tag("st_c_05")
    void aResetInTheWindowIsChallengedAndTheExactOneThenResets() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < R     2:2(0)
                        +0    > .     1:1(0)    ack 1  win 4096
                        +1    < R     4096:4096(0)
                        +0    > .     1:1(0)    ack 1  win 4096
                        +0    state                                   = ESTABLISHED
                        +0    < R     1:1(0)                          = CLOSED
                        """);
    }

    @Test
    @Tag("RFC5961-10")
    @Tag("RFC5961-11")
    void challengesAreLimitedForEachConnection() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 20000
                +0    a: < R  2:2(0)
                +0    a: > .  1:1(0)    ack 1
                +0    a: < R  3:3(0)
                +.1   a: < R  4:4(0)
                +0    a: < S  5:5(0)           win 20000
                +0    b: < R  2:2(0)
                +0    b: > .  1:1(0)    ack 1
                +.5   a: < R  2:2(0)
                +0    a: > .  1:1(0)    ack 1
                +0    counter TCPChallengeACK                 = 3
                +0    counter TCPACKSkipped                   = 3
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S 1:1(0)", "S 100:100(0)", "S 900000:900000(0)", "S. 0:0(0) ack 1"})
    @Tag("RFC5961-6")
    @Tag("RFC5961-7")
    @Tag("st_c_06")
    void aSynInASynchronizedStateIsChallenged(String segment) {
        Script.run(
                PASSIVE
                        + """
                        +0    < %s win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    state                                   = ESTABLISHED
                        """
                                .formatted(segment));
    }

    @Test
    @Tag("sc_04")
    @Tag("RFC5961-6")
    @Tag("RFC5961-4")
    void aPeerThatRebootedGetsItsNewConnection() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: accept
                +10   a: < S  70000:70000(0)   win 20000 <mss 1000>
                +0    a: > .  1:1(0)    ack 1
                +.02  a: < R  1:1(0)                          = CLOSED
                +0    a: ended                                = reset
                +0    b: flow as a
                +1    b: < S  70000:70000(0)   win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 70001 <mss 1460>
                +.02  b: < .  70001:70001(0) ack 1 win 20000  = ESTABLISHED
                """);
    }

    @Test
    @Tag("sc_05")
    void aPeerThatRebootedResetsWhatWeSend() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +.02  < R     1:1(0)                          = CLOSED
                        +0    ended                                   = reset
                        """);
    }

    /** SND.UNA and SND.NXT are 1; the largest window the peer offered is 20000. */
    @ParameterizedTest
    @CsvSource({"-19999, true", "-20000, false", "1, true", "2, false"})
    @Tag("RFC5961-8")
    @Tag("RFC5961-9")
    @Tag("MAY-12")
    @Tag("st_c_08")
    @Tag("st_c_09")
    void textNeedsAnAcknowledgmentInTheRange(int ack, boolean taken) {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 100
                        +0    < P.    1:11(10)  ack %d win 100
                        """
                                .formatted(ack)
                        + (taken ? TAKEN : ANSWERED));
    }

    @Test
    @Tag("MUST-66")
    @Tag("RFC9293-4")
    void aResetCountsThoughOurWindowIsShut() {
        Script.run(
                """
                config receiveBuffer=1024
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  win 1024 <mss 1460>
                +0    < P.    1:1025(1024) ack 1 win 20000
                *     > .     1:1(0)    ack 1025 win 0
                +0    < R     1024:1024(0)
                +0    < R     1026:1026(0)
                +0    state                                   = ESTABLISHED
                +0    < R     1025:1025(0)                    = CLOSED
                """);
    }

    @Test
    @Tag("st_c_03")
    @Tag("st_c_04")
    void anExactResetEndsEveryClosingState() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: accept
                +0    a: shutdown                             = FIN-WAIT-1
                +0    a: > F. 1:1(0)    ack 1
                +0    a: < R  1:1(0)                          = CLOSED
                +0    a: ended                                = reset
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < F. 1:1(0)    ack 1  win 20000
                +0    b: > .  1:1(0)    ack 2
                +0    b: accept                               = CLOSE-WAIT
                +0    b: shutdown                             = LAST-ACK
                +0    b: > F. 1:1(0)    ack 2
                +0    b: < R  2:2(0)                          = CLOSED
                +0    c: < S  0:0(0)           win 20000 <mss 1000>
                +0    c: > S. 0:0(0)    ack 1  <mss 1460>
                +0    c: < .  1:1(0)    ack 1  win 20000
                +0    c: accept
                +0    c: close
                +0    c: > F. 1:1(0)    ack 1
                +0    c: < F. 1:1(0)    ack 1  win 20000
                +0    c: > .  2:2(0)    ack 2
                +0    c: state                                = CLOSING
                +0    c: < R  2:2(0)                          = CLOSED
                """);
    }
}
