package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Closing in every order: RFC 9293 sections 3.6 and 3.10.4, figures 12 and 13. */
class CloseScriptTest {

    @Test
    @Tag("sc_07")
    @Tag("st_fw1_01")
    @Tag("st_fw2_01")
    @Tag("uc_established_close")
    @Tag("tm_twoMsl")
    void activeClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    close                                   = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +.02  < F.    1:1(0)    ack 2  win 20000
                        +0    > .     2:2(0)    ack 2
                        +0    state                                   = TIME-WAIT
                        +59.9 state                                   = TIME-WAIT
                        +.2   state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("sc_08")
    @Tag("st_estab_01")
    @Tag("st_lack_01")
    @Tag("uc_closeWait_close")
    @Tag("uc_closeWait_receive")
    void passiveClose() {
        Script.run(
                PASSIVE
                        + """
                        +.02  < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    state                                   = CLOSE-WAIT
                        +0    signals = peer-closed !ended
                        +0    read                                    = eof
                        +0    close                                   = LAST-ACK
                        +0    > F.    1:1(0)    ack 2
                        +.02  < .     2:2(0)    ack 2  win 20000      = CLOSED
                        +0    < .     2:2(0)    ack 2  win 20000
                        +0    > R     2:2(0)
                        """);
    }

    @Test
    @Tag("sc_09")
    @Tag("st_fw1_03")
    @Tag("st_closing_01")
    void simultaneousClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    close                                   = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +.02  < F.    1:1(0)    ack 1  win 20000
                        +0    > .     2:2(0)    ack 2
                        +0    state                                   = CLOSING
                        +.02  < .     2:2(0)    ack 2  win 20000      = TIME-WAIT
                        +60.1 state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("sc_11")
    @Tag("st_fw1_04")
    void threeSegmentClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    close                                   = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +.02  < F.    1:1(0)    ack 2  win 20000
                        +0    > .     2:2(0)    ack 2
                        +0    state                                   = TIME-WAIT
                        """);
    }

    @Test
    @Tag("sc_10")
    @Tag("MAY-1")
    @Tag("st_fw2_02")
    @Tag("uc_finWait2_receive")
    @Tag("uc_finWait2_send")
    void halfClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    shutdown                                = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +0    write 10                                = closing
                        +100  < P.    1:1001(1000) ack 2 win 20000
                        +0    read 1000
                        +.2   > .     2:2(0)    ack 1001
                        +0    read                                    = would block
                        +0    < F.    1001:1001(0) ack 2 win 20000
                        +0    > .     2:2(0)    ack 1002
                        +0    state                                   = TIME-WAIT
                        +0    read                                    = eof
                        +0    close
                        """);
    }

    @Test
    @Tag("uc_finWait1_send")
    @Tag("uc_finWait1_receive")
    @Tag("uc_finWait1_close")
    @Tag("RFC9293-22")
    void inFinWait1ReadingGoesOnAndThereIsNoSecondFin() {
        Script.run(
                PASSIVE
                        + """
                        +0    shutdown                                = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +0    write 10                                = closing
                        +0    shutdown                                = FIN-WAIT-1
                        +.1   < P.    1:101(100) ack 1 win 20000
                        +0    read 100
                        +.2   > .     2:2(0)    ack 101
                        +0    close                                   = FIN-WAIT-1
                        +.7   > F.    1:1(0)    ack 101
                        """);
    }

    @Test
    @Tag("st_estab_03")
    @Tag("uc_closeWait_receive")
    void textOnTheFinIsReadBeforeTheEnd() {
        Script.run(
                PASSIVE
                        + """
                        +.02  < FP.   1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 102
                        +0    state                                   = CLOSE-WAIT
                        +0    read 60
                        +0    read 60                                 = 40
                        +0    read                                    = eof
                        """);
    }

    @Test
    @Tag("st_estab_02")
    @Tag("RFC9293-20")
    void aFinAheadOfAHoleWaitsForIt() {
        Script.run(
                PASSIVE
                        + """
                        +0    < FP.   101:201(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    state                                   = ESTABLISHED
                        +0    read                                    = would block
                        +.02  < P.    1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 202
                        +0    state                                   = CLOSE-WAIT
                        +0    read 200
                        +0    read                                    = eof
                        """);
    }

    @Test
    @Tag("uc_closeWait_send")
    @Tag("st_clwait_01")
    void inCloseWaitTextStillGoesOut() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    write 100
                        +0    > P.    1:101(100) ack 2
                        +.02  < .     2:2(0)    ack 101 win 20000     = CLOSE-WAIT
                        +0    close                                   = LAST-ACK
                        +0    > F.    101:101(0) ack 2
                        +.02  < .     2:2(0)    ack 102 win 20000     = CLOSED
                        """);
    }

    @Test
    @Tag("RFC9293-23")
    @Tag("st_fw1_02")
    @Tag("RFC2525-15")
    void whatWasQueuedGoesBeforeTheFin() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 6000
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    > .     3001:4001(1000) ack 1
                        +0    close                                   = FIN-WAIT-1
                        +.02  < .     1:1(0)    ack 4001 win 20000
                        +0    > .     4001:5001(1000) ack 1
                        +0    > FP.   5001:6001(1000) ack 1
                        +.02  < .     1:1(0)    ack 6001 win 20000    = FIN-WAIT-1
                        +.02  < .     1:1(0)    ack 6002 win 20000    = FIN-WAIT-2
                        """);
    }

    @Test
    @Tag("RFC2525-15")
    void theFinIsNotHeldByNagle() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +0    write 5
                        +0    close
                        +0    > FP.   11:16(5)  ack 1
                        """);
    }

    @Test
    @Tag("sc_13")
    @Tag("st_closing_02")
    @Tag("RFC9293-22")
    void aLostFinIsRepeatedWithItsNumber() {
        Script.run(
                PASSIVE
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1
                        +1    > F.    1:1(0)    ack 1
                        +2    > F.    1:1(0)    ack 1
                        +4    > F.    1:1(0)    ack 1
                        +.02  < F.    1:1(0)    ack 1  win 20000
                        +0    > .     2:2(0)    ack 2
                        +0    state                                   = CLOSING
                        +.6   < F.    1:1(0)    ack 1  win 20000
                        +0    > .     2:2(0)    ack 2
                        +0    state                                   = CLOSING
                        +.6   < .     2:2(0)    ack 2  win 20000      = TIME-WAIT
                        """);
    }

    @Test
    @Tag("st_lack_02")
    @Tag("st_lack_03")
    @Tag("st_clwait_02")
    void lastAckWaitsForTheAckOfItsFin() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +.6   < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    state                                   = CLOSE-WAIT
                        +0    write 100
                        +0    > P.    1:101(100) ack 2
                        +0    close                                   = LAST-ACK
                        +0    > F.    101:101(0) ack 2
                        +.1   < .     2:2(0)    ack 101 win 20000     = LAST-ACK
                        +.6   < F.    1:1(0)    ack 101 win 20000
                        +0    > .     102:102(0) ack 2
                        +0    state                                   = LAST-ACK
                        +.1   < .     2:2(0)    ack 102 win 20000     = CLOSED
                        """);
    }

    @Test
    @Tag("SHLD-3")
    @Tag("sc_14")
    @Tag("RFC2525-17")
    void closingWithUnreadTextResets() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    close                                   = CLOSED
                        +0    > R     1:1(0)
                        +1    < .     101:101(0) ack 1 win 20000
                        +0    > R     1:1(0)
                        """);
    }

    @Test
    @Tag("SHLD-3")
    void whatWasWrittenBeforeGoesAsFarAsTheWindowLets() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 1500
                        +0    hold
                        +0    write 3000
                        +0    close
                        +0    release
                        +0    > .     1:1001(1000) ack 101
                        +0    > R     1001:1001(0)
                        +1    < .     101:101(0) ack 1001 win 20000
                        +0    > R     1001:1001(0)
                        """);
    }

    @Test
    @Tag("SHLD-3")
    void nothingWaitsForTheResetThen() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    hold
                        +0    write 10
                        +0    close
                        +.5   < .     101:101(0) ack 1 win 20000
                        +1    state                                   = CLOSED
                        +0    release
                        """);
    }

    @Test
    @Tag("SHLD-3")
    void thePeersResetSparesOurs() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    hold
                        +0    write 10
                        +0    close
                        +0    < R     101:101(0)                      = CLOSED
                        +0    release
                        +2
                        """);
    }

    @Test
    @Tag("SHLD-3")
    @Tag("st_c_19")
    @Tag("RFC2525-16")
    void textAfterTheFullCloseResets() {
        Script.run(
                PASSIVE
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +.02  < P.    1:101(100) ack 2 win 20000
                        +0    > R     2:2(0)
                        +0    state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("st_c_19")
    @Tag("SHLD-3")
    void textAfterTheFullCloseResetsInFinWait1Too() {
        Script.run(
                PASSIVE
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1
                        +.02  < P.    1:101(100) ack 1 win 20000
                        +0    > R     1:1(0)
                        +0    state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("st_c_16")
    @Tag("RFC9293-21")
    void textBehindThePeersFinIsIgnored() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +.1   < P.    2:102(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    read                                    = eof
                        """);
    }

    @Test
    @Tag("tm_finWait2Orphan")
    @Tag("st_fw2_03")
    @Tag("RFC6429-4")
    void anOrphanLeavesFinWait2AfterAMinute() {
        Script.run(
                PASSIVE
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +59.9 state                                   = FIN-WAIT-2
                        +.2   state                                   = CLOSED
                        """);
    }

    @Test
    @Tag("RFC6429-4")
    void finWait2WithAnOwnerHasNoLimit() {
        Script.run(
                PASSIVE
                        + """
                        +0    shutdown
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +86400 state                                  = FIN-WAIT-2
                        +0    < P.    1:11(10)  ack 2  win 20000
                        +0    read 10
                        +.2   > .     2:2(0)    ack 11
                        """);
    }

    @Test
    @Tag("uc_established_abort")
    @Tag("RFC9293-29")
    void abortSendsAResetAndForgets() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    abort                                   = CLOSED
                        +0    > R     101:101(0)
                        +0    read                                    = stale handle
                        +5    < .     1:1(0)    ack 101 win 20000
                        +0    > R     101:101(0)
                        """);
    }

    @Test
    @Tag("uc_finWait1_abort")
    @Tag("uc_finWait2_abort")
    void abortInFinWaitSendsAReset() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: accept
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 20000
                +0    b: accept
                +0    a: shutdown
                +0    a: > F. 1:1(0)    ack 1
                +0    b: shutdown
                +0    b: > F. 1:1(0)    ack 1
                +0    b: < .  1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                +0    a: abort                                = CLOSED
                +0    a: > R  2:2(0)
                +0    b: abort                                = CLOSED
                +0    b: > R  2:2(0)
                """);
    }

    @Test
    @Tag("uc_closeWait_abort")
    void abortInCloseWaitSendsAReset() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    1:1(0)    ack 1  win 20000
                        +0    > .     1:1(0)    ack 2
                        +0    abort                                   = CLOSED
                        +0    > R     1:1(0)
                        """);
    }

    @Test
    @Tag("uc_closing_abort")
    @Tag("uc_lastAck_abort")
    void abortAfterBothFinsSendsNothing() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: accept
                +0    a: shutdown
                +0    a: > F. 1:1(0)    ack 1
                +0    a: < F. 1:1(0)    ack 1  win 20000
                +0    a: > .  2:2(0)    ack 2
                +0    a: state                                = CLOSING
                +0    a: abort                                = CLOSED
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < F. 1:1(0)    ack 1  win 20000
                +0    b: > .  1:1(0)    ack 2
                +0    b: accept
                +0    b: shutdown                             = LAST-ACK
                +0    b: > F. 1:1(0)    ack 2
                +0    b: abort                                = CLOSED
                +5
                """);
    }

    @Test
    @Tag("uc_closing_receive")
    @Tag("uc_closing_send")
    @Tag("uc_lastAck_receive")
    @Tag("uc_lastAck_send")
    void whatCameBeforeTheFinStaysReadable() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    a: accept
                +0    a: shutdown
                +0    a: > F. 1:1(0)    ack 1
                +0    a: < FP. 1:11(10) ack 1  win 20000
                +0    a: > .  2:2(0)    ack 12
                +0    a: state                                = CLOSING
                +0    a: write 1                              = closing
                +0    a: read 10
                +0    a: read                                 = eof
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < FP. 1:11(10) ack 1  win 20000
                +0    b: > .  1:1(0)    ack 12
                +0    b: accept
                +0    b: shutdown                             = LAST-ACK
                +0    b: > F. 1:1(0)    ack 12
                +0    b: write 1                              = closing
                +0    b: read 10
                +0    b: read                                 = eof
                """);
    }

    @Test
    @Tag("uc_closed_send")
    @Tag("uc_closed_receive")
    @Tag("uc_closed_close")
    @Tag("uc_closed_abort")
    void aHandleIsStaleAfterItsClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    close
                        +0    > F.    1:1(0)    ack 1
                        +0    write 10                                = stale handle
                        +0    read                                    = stale handle
                        +0    shutdown                                = stale handle
                        +0    close                                   = stale handle
                        +0    abort                                   = stale handle
                        +0    signals = none
                        """);
    }

    @Test
    @Tag("SHLD-3")
    @Tag("uc_finWait2_close")
    void closingWithUnreadTextAfterShutdownResets() {
        Script.run(
                PASSIVE
                        + """
                        +0    shutdown
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +.02  < P.    1:101(100) ack 2 win 20000
                        +0    close                                   = CLOSED
                        +0    > R     2:2(0)
                        """);
    }

    @Test
    @Tag("SHLD-3")
    @Tag("uc_closeWait_close")
    void closingWithUnreadTextInCloseWaitResets() {
        Script.run(
                PASSIVE
                        + """
                        +0    < FP.   1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 102
                        +0    close                                   = CLOSED
                        +0    > R     1:1(0)
                        """);
    }

    @Test
    @Tag("tm_finWait2Orphan")
    @Tag("RFC6429-4")
    void theOrphansTimeBeginsWithTheClose() {
        Script.run(
                PASSIVE
                        + """
                        +0    shutdown
                        +0    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 20000      = FIN-WAIT-2
                        +100  close                                   = FIN-WAIT-2
                        +59.9 state                                   = FIN-WAIT-2
                        +.2   state                                   = CLOSED
                        """);
    }

    @Test
    void aStaleHandleDoesNotReachTheNextConnectionInItsSlot() {
        Script.run(
                """
                config connections=1
                +0    a: connect
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    a: close                                = CLOSED
                +0    b: connect
                +0    b: > S  0:0(0)           <mss 1460,...>
                +0    b: < S. 0:0(0)    ack 1  win 4096 <mss 1460>
                +0    b: > .  1:1(0)    ack 1
                +0    a: write 10                             = stale handle
                +0    a: abort                                = stale handle
                +0    a: signals                              = none
                +0    b: state                                = ESTABLISHED
                """);
    }

    @Test
    @Tag("tm_persist")
    void aFinAloneWaitsForTheWindowAsAProbe() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 0
                        +0    close                                   = FIN-WAIT-1
                        +1    > F.    1:1(0)    ack 1
                        +2    > F.    1:1(0)    ack 1
                        +.02  < .     1:1(0)    ack 2  win 0          = FIN-WAIT-2
                        """);
    }

    /** The peer answers each probe, and takes nothing: an orphan does not wait for it for ever. */
    @Test
    @Tag("tm_persist")
    void anOrphanBehindAShutWindowEndsByTheUserTimeout() {
        Script.run(
                PASSIVE
                        + """
                        +0    user-timeout 10
                        +0    write 1000
                        +0    > P.    1:1001(1000)  ack 1
                        +.02  < .     1:1(0)    ack 1001 win 0
                        +0    write 100
                        +0    close                                   = FIN-WAIT-1
                        +1    > .     1001:1002(1)  ack 1
                        +.02  < .     1:1(0)    ack 1001 win 0
                        +1.98 > .     1001:1002(1)  ack 1
                        +.02  < .     1:1(0)    ack 1001 win 0
                        +3.98 > .     1001:1002(1)  ack 1
                        +.02  < .     1:1(0)    ack 1001 win 0
                        +2    state                                   = FIN-WAIT-1
                        +2    state                                   = CLOSED
                        """);
    }
}
