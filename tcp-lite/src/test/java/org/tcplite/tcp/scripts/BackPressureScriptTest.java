package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** No transmit descriptor is free: debts stay, and deadlines do not wait for one. */
class BackPressureScriptTest {

    @Test
    @Tag("tm_connectTimeout")
    void anOpenFailsInTimeThoughNoSynCouldBeSent() {
        Script.run(
                """
                +0    hold
                +0    connect
                +242.9 state                                  = SYN-SENT
                +.2   state                                   = CLOSED
                +0    ended                                   = timed out
                +0    release
                +60
                """);
    }

    @Test
    @Tag("tm_userTimeout")
    void theUserTimeOutRunsThoughNothingCouldBeSent() {
        Script.run(
                PASSIVE
                        + """
                        +0    user-timeout 10
                        +0    hold
                        +0    write 100
                        +9.9  state                                   = ESTABLISHED
                        +.2   state                                   = CLOSED
                        +0    ended                                   = timed out
                        """);
    }

    @Test
    @Tag("tm_synRetransmission")
    void aSynOwedAgainIsNotSentOnceTheConnectionIsEstablished() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.9   hold
                +.2   < S.    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    state                                   = ESTABLISHED
                +0    release
                *     > .     1:1(0)    ack 1
                +10   state                                   = ESTABLISHED
                """);
    }

    @Test
    @Tag("tm_synRetransmission")
    void aSynAckOwedAgainIsNotSentOnceTheConnectionIsEstablished() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.9   hold
                +.2   < P.    1:101(100) ack 1 win 20000
                +0    state                                   = ESTABLISHED
                +0    release
                *     > .     1:1(0)    ack 101
                +10   state                                   = ESTABLISHED
                """);
    }

    @Test
    void anAbortFreesItsSlotAfterASecond() {
        Script.run(
                """
                config connections=1
                +0    a: connect
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    a: < S. 0:0(0)    ack 1  win 20000 <mss 1000>
                +0    a: > .  1:1(0)    ack 1
                +0    hold
                +0    a: abort
                +.5   b: connect                              = no free connection slot
                +.6   b: connect
                +0    release
                *     b: > S  0:0(0)           <mss 1460,...>
                """);
    }

    @Test
    void anAbortThatWaitedIsSentOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    hold
                        +0    abort
                        +.5   release
                        +0    > R     1:1(0)
                        +0    state                                   = CLOSED
                        +60
                        """);
    }

    @Test
    @Tag("RFC2525-14")
    void textThatWaitedIsSentOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    hold
                        +0    write 100
                        +5    release
                        +0    > P.    1:101(100) ack 1
                        +.1   < .     1:1(0)    ack 101 win 20000
                        +0    deadline                                = none
                        """);
    }

    @Test
    @Tag("MUST-58")
    void acknowledgmentsThatWaitedBecomeOne() {
        Script.run(
                PASSIVE
                        + """
                        +0    hold
                        +0    < P.    1:101(100) ack 1 win 20000
                        +.1   < P.    101:201(100) ack 1 win 20000
                        +.5   < P.    201:301(100) ack 1 win 20000
                        +1    release
                        +0    > .     1:1(0)    ack 301
                        +1    read 300
                        """);
    }

    @Test
    void aFinThatWaitedIsSentOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    hold
                        +0    write 10
                        +0    close
                        +3    < .     1:1(0)    ack 1  win 20000
                        +0    release
                        +0    > FP.   1:11(10)  ack 1
                        +.1   < .     1:1(0)    ack 12 win 20000      = FIN-WAIT-2
                        """);
    }

    @Test
    @Tag("RFC9293-7")
    void aReplyWithoutADescriptorIsDroppedAndCounted() {
        Script.run(
                """
                +0    listen 80
                +0    hold
                +0    < .     1:1(0)    ack 1  win 4096
                +0    counter ReplyNoBuffer                   = 1
                +0    release
                +1    < .     1:1(0)    ack 1  win 4096
                +0    > R     1:1(0)
                """);
    }

    @Test
    @Tag("tm_synAckRetransmission")
    void aSynAckWithoutADescriptorIsRepeated() {
        Script.run(
                """
                +0    listen 80
                +0    hold
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +.5   release
                *     > S.    0:0(0)    ack 1  <mss 1460>
                +.02  < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    void connectionsTakeTurns() {
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
                +0    hold
                +0    a: write 3000
                +0    b: write 2000
                +0    release
                +0    a: > .  1:1001(1000) ack 1
                +0    b: > .  1:1001(1000) ack 1
                +0    a: > .  1001:2001(1000) ack 1
                +0    b: > P. 1001:2001(1000) ack 1
                +0    a: > P. 2001:3001(1000) ack 1
                """);
    }

    @Test
    void aWriterThatFoundNoRoomIsToldOnceAQuarterIsFree() {
        Script.run(
                """
                config sendBuffer=4096
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1024>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    signals = writable
                +0    write 5000 = 4096
                +0    > .     1:1025(1024) ack 1
                +0    > .     1025:2049(1024) ack 1
                +0    > .     2049:3073(1024) ack 1
                +0    > P.    3073:4097(1024) ack 1
                +0    write 1 = would block
                +.1   < .     1:1(0)    ack 1024 win 20000
                +0    signals = !writable
                +0    < .     1:1(0)    ack 1025 win 20000
                +0    signals = writable
                """);
    }
}
