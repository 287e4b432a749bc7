package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** TIME-WAIT: RFC 9293 section 3.6.1, RFC 1337, RFC 6191. */
class TimeWaitScriptTest {

    /** Our FIN went first; the peer's FIN is number 1. */
    private static final String TIME_WAIT =
            """
            +0    listen 80
            +0    a: < S  0:0(0)           win 20000 <mss 1000>
            +0    a: > S. 0:0(0)    ack 1  <mss 1460>
            +0    a: < .  1:1(0)    ack 1  win 20000
            +0    a: accept
            +0    a: close
            +0    a: > F. 1:1(0)    ack 1
            +0    a: < F. 1:1(0)    ack 2  win 20000
            +0    a: > .  2:2(0)    ack 2
            +0    a: state                                = TIME-WAIT
            """;

    @Test
    @Tag("MUST-13")
    @Tag("sc_12")
    @Tag("st_tw_01")
    @Tag("tm_twoMsl")
    void aRepeatedFinIsAcknowledgedAndStartsTheTimeAgain() {
        Script.run(
                TIME_WAIT
                        + """
                        +59.9 a: < F. 1:1(0)    ack 2  win 20000
                        +0    a: > .  2:2(0)    ack 2
                        +59.9 a: state                                = TIME-WAIT
                        +.2   a: state                                = CLOSED
                        +0    a: < F. 1:1(0)    ack 2  win 20000
                        +0    a: > R  2:2(0)
                        """);
    }

    @Test
    @Tag("RFC1337-1")
    @Tag("st_c_04")
    @Tag("st_c_02")
    void aResetDoesNotEndTimeWait() {
        Script.run(
                TIME_WAIT
                        + """
                        +1    a: < R  2:2(0)                          = TIME-WAIT
                        +1    a: < R  1:1(0)                          = TIME-WAIT
                        +57.9 a: state                                = TIME-WAIT
                        +.2   a: state                                = CLOSED
                        """);
    }

    @Test
    @Tag("MAY-2")
    @Tag("st_tw_02")
    @Tag("RFC6191-5")
    @Tag("sc_15")
    @Tag("RFC6528-5")
    void aNewerSynOpensTheTupleAgain() {
        Script.run(
                TIME_WAIT
                        + """
                        +1    b: flow as a
                        +0    b: < S  2:2(0)           win 4096 <mss 1460>
                        +0    b: > S. 0:0(0)    ack 3  <mss 1460>
                        +0    b: isn above a                          = yes
                        +.02  b: < .  3:3(0)    ack 1  win 4096       = ESTABLISHED
                        +0    b: accept
                        +0    b: < P. 3:13(10)  ack 1  win 4096
                        +0    b: read 10
                        +.2   b: > .  1:1(0)    ack 13
                        +70   b: state                                = ESTABLISHED
                        """);
    }

    @Test
    @Tag("st_tw_03")
    @Tag("RFC6191-6")
    @Tag("RFC6191-7")
    @Tag("sc_15")
    void anOlderSynIsDroppedInSilence() {
        Script.run(
                TIME_WAIT
                        + """
                        +1    a: < S  1:1(0)           win 4096 <mss 1460>
                        +0    a: < S  0:0(0)           win 4096 <mss 1460>
                        +0    a: < S  -9999:-9999(0)   win 4096 <mss 1460>
                        +0    a: state                                = TIME-WAIT
                        """);
    }

    @Test
    @Tag("st_tw_04")
    @Tag("MAY-2")
    void aSynThatWasADuplicateLeavesTheRestOfTimeWait() {
        Script.run(
                TIME_WAIT
                        + """
                        +1    b: flow as a
                        +0    b: < S  500:500(0)       win 4096 <mss 1460>
                        +0    b: > S. 0:0(0)    ack 501 <mss 1460>
                        +.02  b: < R  501:501(0)
                        +0    a: state                                = TIME-WAIT
                        +58.9 a: state                                = TIME-WAIT
                        +.2   a: state                                = CLOSED
                        """);
    }

    @Test
    @Tag("st_tw_05")
    @Tag("st_c_01")
    @Tag("st_c_16")
    void onlyWhatOccupiesSequenceSpaceIsAnswered() {
        Script.run(
                TIME_WAIT
                        + """
                        +1    a: < .  2:2(0)    ack 2  win 20000
                        +1    a: < P. 1:11(10)  ack 2  win 20000
                        +0    a: > .  2:2(0)    ack 2
                        +57.9 a: state                                = TIME-WAIT
                        +.2   a: state                                = CLOSED
                        """);
    }

    @Test
    @Tag("uc_timeWait_receive")
    @Tag("uc_timeWait_send")
    @Tag("uc_timeWait_close")
    void whatCameBeforeTheFinStaysReadable() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    shutdown
                +0    > F.    1:1(0)    ack 1
                +0    < FP.   1:101(100) ack 2 win 20000
                +0    > .     2:2(0)    ack 102
                +0    state                                   = TIME-WAIT
                +0    write 1                                 = closing
                +70   read 60
                +0    read                                    = 40
                +0    read                                    = eof
                +0    close
                +0    read                                    = stale handle
                """);
    }

    @Test
    @Tag("uc_timeWait_abort")
    void abortDropsTheRecord() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    shutdown
                +0    > F.    1:1(0)    ack 1
                +0    < F.    1:1(0)    ack 2  win 20000
                +0    > .     2:2(0)    ack 2
                +0    state                                   = TIME-WAIT
                +0    abort                                   = CLOSED
                """);
    }

    @Test
    @Tag("TW-1")
    void timeWaitTakesNoSlot() {
        Script.run(
                "config connections=1\n"
                        + TIME_WAIT
                        + """
                        +0    b: < S  0:0(0)           win 4096 <mss 1460>
                        +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                        +0    b: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                        +0    a: state                                = TIME-WAIT
                        """);
    }

    @Test
    @Tag("TW-2")
    void theOldestRecordGivesWay() {
        Script.run(
                "config timeWait=1\n"
                        + TIME_WAIT
                        + """
                        +0    b: < S  0:0(0)           win 4096 <mss 1460>
                        +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                        +0    b: < .  1:1(0)    ack 1  win 4096
                        +0    b: accept
                        +0    b: close
                        +0    b: > F. 1:1(0)    ack 1
                        +0    b: < F. 1:1(0)    ack 2  win 4096
                        +0    b: > .  2:2(0)    ack 2
                        +0    b: state                                = TIME-WAIT
                        +0    a: state                                = CLOSED
                        +0    counter TWRecycled                      = 1
                        """);
    }

    @Test
    @Tag("uc_timeWait_openPassive")
    void aListenerMayUseThePort() {
        Script.run(
                TIME_WAIT
                        + """
                        +0    unlisten 80
                        +0    listen 80
                        +0    a: state                                = TIME-WAIT
                        """);
    }

    @Test
    void theTimeIsConfigurable() {
        Script.run(
                "config mslMs=120000\n"
                        + TIME_WAIT
                        + """
                        +239.9 a: state                               = TIME-WAIT
                        +.2    a: state                               = CLOSED
                        """);
    }
}
