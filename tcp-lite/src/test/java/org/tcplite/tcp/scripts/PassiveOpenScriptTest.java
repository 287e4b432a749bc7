package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** LISTEN and the SYN queue: RFC 9293 sections 3.5 and 3.10.7.2, RFC 4987. */
class PassiveOpenScriptTest {

    @Test
    @Tag("sc_01")
    @Tag("st_listen_04")
    @Tag("st_synq_07")
    @Tag("SHLD-5")
    @Tag("RFC9293-33")
    void threeSegmentsMakeAConnection() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    state                                   = SYN-RECEIVED
                +0    accept                                  = would block
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    accept
                """);
    }

    @Test
    @Tag("sc_01")
    @Tag("st_synq_07")
    void ifTheThirdSegmentIsLostTheFirstTextCompletesTheHandshake() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < P.    1:101(100) ack 1 win 4096       = ESTABLISHED
                +0    accept
                +0    read 100
                +.2   > .     1:1(0)    ack 101
                """);
    }

    @Test
    @Tag("st_synq_10")
    @Tag("SHLD-31")
    void textAheadOfAHoleCompletesTheHandshakeToo() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < P.    101:201(100) ack 1 win 4096     = ESTABLISHED
                +0    > .     1:1(0)    ack 1
                +.01  < P.    1:101(100) ack 1 win 4096
                +0    > .     1:1(0)    ack 201
                +0    accept
                +0    read 200
                """);
    }

    @Test
    @Tag("st_synq_07")
    @Tag("st_estab_03")
    void theThirdSegmentMayCarryTextAndFin() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < FP.   1:101(100) ack 1 win 4096       = CLOSE-WAIT
                +0    > .     1:1(0)    ack 102
                +0    accept
                +0    read 100
                +0    read                                    = eof
                """);
    }

    @Test
    @Tag("RFC9293-10")
    @Tag("RFC4987-7")
    @Tag("st_listen_08")
    void textOnTheSynIsLeftUnacknowledged() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:100(100)       win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < P.    1:101(100) ack 1 win 4096       = ESTABLISHED
                +0    accept
                +0    read 100
                +.2   > .     1:1(0)    ack 101
                """);
    }

    @Test
    @Tag("st_listen_01")
    @Tag("st_listen_02")
    @Tag("st_listen_09")
    @Tag("sc_06")
    void listenAnswersOnlyWhatItMust() {
        Script.run(
                """
                +0    listen 80
                +0    < R     7:7(0)
                +0    < R.    7:7(0)    ack 9
                +0    < .     7:7(0)    ack 9  win 4096
                +0    > R     9:9(0)
                +0    < S.    7:7(0)    ack 9  win 4096
                +0    > R     9:9(0)
                +0    < -     7:17(10)         win 4096
                +0    < F     7:7(0)           win 4096       = LISTEN
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< SF", "< SR", "<! sport=0 S", "<! dport=0 S", "<! land S"})
    @Tag("st_listen_07")
    @Tag("RFC4987-14")
    @Tag("SEC-7")
    @Tag("SEC-9")
    void nonsenseToAListenerIsDroppedInSilence(String nonsense) {
        Script.run(
                """
                +0    listen 80
                +0    %s      0:0(0)           win 4096 <mss 1460>
                +1                                            = LISTEN
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """
                        .formatted(nonsense));
    }

    @Test
    @Tag("sc_03")
    @Tag("st_synq_04")
    @Tag("MUST-11")
    @Tag("RFC4987-9")
    void anOldDuplicateSynIsResetAndTheRealOneSucceeds() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +.02  a: < R  1:1(0)                          = LISTEN
                +0    accept                                  = would block
                +0    b: flow as a
                +0    b: < S  9000:9000(0)     win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 9001  <mss 1460>
                +.02  b: < .  9001:9001(0) ack 1 win 4096     = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_01")
    @Tag("RFC4987-9")
    void theSameSynAgainGetsTheSameSynAck() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.7   < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_02")
    void anotherSynOutsideTheWindowGetsAnAck() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < S     -1000:-1000(0)   win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_03")
    @Tag("RFC4987-9")
    void anotherSynInTheWindowDropsTheEntry() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < S     1000:1000(0)     win 4096 <mss 1460>
                +0    state                                   = LISTEN
                +.02  < .     1:1(0)    ack 1  win 4096
                +0    > R     1:1(0)
                """);
    }

    @Test
    @Tag("st_synq_05")
    @Tag("st_synq_06")
    @Tag("RFC5961-1")
    @Tag("RFC5961-3")
    void aResetOfTheHandshakeHasToBeExact() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < R     0:0(0)
                +0    < R     100000:100000(0)
                +.02  < R     2:2(0)
                +0    > .     1:1(0)    ack 1
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_09")
    @Tag("RFC9293-14")
    void anAckOfSomethingElseIsResetAndTheEntryStays() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     1:1(0)    ack 0  win 4096
                +0    > R     0:0(0)
                +.02  < .     1:1(0)    ack 2  win 4096
                +0    > R     2:2(0)
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_11")
    void aGoodAckOutsideTheWindowIsAcknowledged() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     -9:-9(0)  ack 1  win 4096
                +0    > .     1:1(0)    ack 1
                +0    state                                   = SYN-RECEIVED
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synq_12")
    @Tag("st_synq_13")
    @Tag("RFC4987-5")
    @Tag("tm_synAckRetransmission")
    void theSynAckIsRepeatedAndTheEntryDiesAfter63Seconds() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +1    > S.    0:0(0)    ack 1  <mss 1460>
                +2    > S.    0:0(0)    ack 1  <mss 1460>
                +4    > S.    0:0(0)    ack 1  <mss 1460>
                +8    > S.    0:0(0)    ack 1  <mss 1460>
                +16   > S.    0:0(0)    ack 1  <mss 1460>
                +31.9 state                                   = SYN-RECEIVED
                +.2   state                                   = LISTEN
                +0    < .     1:1(0)    ack 1  win 4096
                +0    > R     1:1(0)
                +0    counter SynExpired                      = 1
                """);
    }

    @Test
    @Tag("RFC5681-4")
    @Tag("RFC6298-13")
    void aLostSynAckShrinksTheFirstFlightAndRaisesTheTimeOut() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +1    > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     1:1(0)    ack 1  win 20000      = ESTABLISHED
                +0    accept
                +0    write 3000
                +0    > .     1:1001(1000) ack 1
                +3    > .     1:1001(1000) ack 1
                """);
    }

    @Test
    @Tag("st_listen_06")
    @Tag("RFC4987-6")
    void aSynForAFullAcceptQueueIsDroppedInSilence() {
        Script.run(
                """
                +0    listen 80 backlog 1
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +.9   a: accept
                +.1   b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    b: accept
                """);
    }

    @Test
    @Tag("st_synq_08")
    @Tag("RFC4987-4")
    void theLastAckForAFullAcceptQueueIsTriedAgain() {
        Script.run(
                """
                +0    listen 80 backlog 1
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    b: < .  1:1(0)    ack 1  win 4096
                +0    b: state                                = SYN-RECEIVED
                +.5   a: accept
                +.1   b: < P. 1:11(10)  ack 1  win 4096       = ESTABLISHED
                +0    b: accept
                +0    b: read 10
                +.2   b: > .  1:1(0)    ack 11
                """);
    }

    @Test
    @Tag("RFC4987-4")
    @Tag("RFC4987-1")
    void theLastAckThatFindsNoSlotIsTriedAgain() {
        Script.run(
                """
                config connections=1
                +0    listen 80
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    a: accept
                +0    b: < .  1:1(0)    ack 1  win 4096
                +0    b: state                                = SYN-RECEIVED
                +.1   a: < R  1:1(0)                          = CLOSED
                +0    a: close
                +.1   b: < P. 1:11(10)  ack 1  win 4096       = ESTABLISHED
                +0    b: accept
                +0    b: read 10
                +.2   b: > .  1:1(0)    ack 11
                """);
    }

    @Test
    @Tag("sc_19")
    @Tag("uc_listen_close")
    void closingAListenerForgetsHalfOpenConnectionsInSilence() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    a: accept
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    unlisten 80
                +5    b: < .  1:1(0)    ack 1  win 4096
                +0    b: > R  1:1(0)
                +0    a: < P. 1:11(10)  ack 1  win 4096       = ESTABLISHED
                +0    a: read 10
                +.2   a: > .  1:1(0)    ack 11
                """);
    }

    @Test
    @Tag("uc_listen_close")
    @Tag("uc_listen_abort")
    void closingAListenerResetsConnectionsThatNobodyAccepted() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    unlisten 80                             = CLOSED
                +0    > R     1:1(0)
                +0    unlisten 80                             = stale handle
                """);
    }

    @Test
    @Tag("st_c_03")
    void aConnectionResetBeforeItWasAcceptedIsNotAccepted() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    < R     1:1(0)                          = LISTEN
                +0    accept                                  = would block
                """);
    }

    @Test
    @Tag("uc_listen_openPassive")
    @Tag("MUST-41")
    void aSecondListenerOnAPortIsAnError() {
        Script.run(
                """
                +0    listen 80
                +0    listen 80                               = address already in use
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    listen 80                               = address already in use
                +0    unlisten 80
                +0    > R     1:1(0)
                +0    listen 80
                """);
    }

    @Test
    @Tag("st_synq_07")
    void connectionsAreAcceptedInTheirOrder() {
        Script.run(
                """
                +0    listen 80
                +0    a: < S  0:0(0)           win 4096 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    c: < S  0:0(0)           win 4096 <mss 1460>
                +0    c: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 4096
                +0    c: < .  1:1(0)    ack 1  win 4096
                +0    a: < .  1:1(0)    ack 1  win 4096
                +0    b: accept
                +0    c: accept
                +0    a: accept
                +0    accept                                  = would block
                """);
    }
}
