package org.tcplite.tcp.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;
import org.tcplite.tcp.InternetLayer;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpConfig;
import org.tcplite.tcp.TcpError;

/** User calls that no other script makes: RFC 9293 sections 3.9.1 and 3.10.1 to 3.10.6. */
class UserCallsScriptTest {

    private static final String SYN_RECEIVED =
            """
            +0    connect
            +0    > S     0:0(0)           <mss 1460,...>
            +0    < S     0:0(0)           win 4096 <mss 1460>
            +0    > S.    0:0(0)    ack 1  <mss 1460>
            +0    state                                   = SYN-RECEIVED
            """;

    @Test
    @Tag("uc_synReceived_send")
    @Tag("uc_synReceived_receive")
    @Tag("uc_synReceived_openPassive")
    void inSynReceivedTextIsQueued() {
        Script.run(
                SYN_RECEIVED
                        + """
                        +0    write 100
                        +0    read                                    = would block
                        +.1   < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                        +0    > P.    1:101(100) ack 1
                        """);
    }

    @Test
    @Tag("uc_synReceived_close")
    void inSynReceivedCloseWaitsForTheHandshake() { // docs/decisions/005
        Script.run(
                SYN_RECEIVED
                        + """
                        +0    close                                   = SYN-RECEIVED
                        +.1   < .     1:1(0)    ack 1  win 4096       = FIN-WAIT-1
                        +0    > F.    1:1(0)    ack 1
                        +.1   < .     1:1(0)    ack 2  win 4096       = FIN-WAIT-2
                        """);
    }

    @Test
    @Tag("uc_synReceived_close")
    void inSynReceivedCloseWaitsForQueuedText() {
        Script.run(
                SYN_RECEIVED
                        + """
                        +0    write 100
                        +0    close                                   = SYN-RECEIVED
                        +.1   < .     1:1(0)    ack 1  win 4096
                        +0    > FP.   1:101(100) ack 1
                        +0    state                                   = FIN-WAIT-1
                        """);
    }

    @Test
    @Tag("uc_synReceived_abort")
    void inSynReceivedAbortSendsAReset() {
        Script.run(
                SYN_RECEIVED
                        + """
                        +0    abort                                   = CLOSED
                        +0    > R     1:1(0)
                        """);
    }

    @Test
    @Tag("uc_synReceived_openActive")
    void inSynReceivedTheSameSocketsCannotBeOpened() {
        Script.run(
                """
                +0    connect 10.0.0.1:5000 from 2000
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    connect 10.0.0.1:5000 from 2000         = address already in use
                """);
    }

    @Test
    @Tag("MUST-48")
    @Tag("MUST-49")
    @Tag("SHLD-21")
    @Tag("SHLD-22")
    void theUserSetsTtlAndDscp() {
        Script.run(
                PASSIVE
                        + """
                        +0    header                                  = ttl 64 tos 0 df
                        +0    ttl 7
                        +0    dscp 46
                        +0    header                                  = ttl 7 tos 184 df
                        +0    ttl 0                                   = argument out of range
                        +0    ttl 256                                 = argument out of range
                        +0    dscp 64                                 = argument out of range
                        +0    header                                  = ttl 7 tos 184 df
                        """);
    }

    @Test
    @Tag("MUST-8")
    @Tag("RFC6528-1")
    @Tag("RFC6528-5")
    void initialSequenceNumbersFollowTheirClock() {
        Script.run(
                """
                +0    a: connect 10.0.0.1:5000 from 2000
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    a: close
                +0    b: flow as a
                +1    b: connect 10.0.0.1:5000 from 2000
                +0    b: > S  0:0(0)           <mss 1460,...>
                +0    b: isn after a                          = 244140
                """);
    }

    @Test
    @Tag("RFC9293-26")
    void statusTellsTheVariablesOfTheConnection() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 1500
                        +0    > .     1:1001(1000) ack 1
                        +0    < P.    1:31(30)  ack 501 win 9000
                        +0    status kind                             = 2
                        +0    status localPort                        = 80
                        +0    status remotePort                       = 40000
                        +0    status iss                              = 0
                        +0    status irs                              = 0
                        +0    status sndUna                           = 501
                        +0    status sndNxt                           = 1001
                        +0    status sndWnd                           = 9000
                        +0    status rcvNxt                           = 31
                        +0    status receiveQueue                     = 30
                        +0    status sendQueue                        = 1000
                        +0    status timer                            = retransmit
                        +0    status timerDeadlineNs                  = 1
                        +0    status sendMss                          = 1000
                        """);
    }

    @Test
    @Tag("MUST-2")
    @Tag("MUST-65")
    @Tag("MUST-68")
    @Tag("MUST-69")
    @Tag("RFC9293-1")
    void everySegmentOfASessionIsWellFormed() {
        Script.run(
                """
                isn 0xfffffffe
                peer-isn 0xfffffffe
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,nop,wscale 3>
                +0    > S.    0:0(0)    ack 1  <mss 1460,...>
                +0    < P.    1:4(3)    ack 1  win 20000
                +0    accept
                +0    read 3
                +0    write 5
                +0    > P.    1:6(5)    ack 4
                +0    < .     4:4(0)    ack 6  win 20000
                +0    abort
                +0    > R     6:6(0)
                """);
    }

    @Test
    @Tag("RFC2525-12")
    void withBothWindowsShutProbesAndAnswersGoOn() {
        Script.run(
                """
                config receiveBuffer=1024
                +0    listen 80
                +0    < S     0:0(0)           win 1000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 1000
                +0    accept
                +0    < P.    1:1025(1024) ack 1 win 0
                *     > .     1:1(0)    ack 1025 win 0
                +0    write 100
                +1    > .     1:2(1)    ack 1025 win 0
                +.1   < .     1025:1026(1) ack 1 win 0
                +0    > .     1:1(0)    ack 1025 win 0
                +0    read 1024
                +0    > .     1:1(0)    ack 1025 win 1024
                +.1   < .     1025:1025(0) ack 1 win 1000
                +0    > P.    1:101(100) ack 1025
                """);
    }

    @Test
    @Tag("RFC2525-7")
    void aPathOf900MillisecondsGetsOneSyn() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.9   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +0    status rtoNs                            = 2.7
                """);
    }

    @Test
    @Tag("MUST-28")
    void theDefaultOfKeepAliveIsTwoHours() {
        assertTrue(new TcpConfig().keepAliveIdleMs >= 7_200_000);
    }

    @Test
    @Tag("uc_listen_send")
    @Tag("uc_listen_receive")
    void aListenerNeitherSendsNorReceives() {
        Tcp tcp = new Tcp(new TcpConfig(), new PortableOctets(), new NoNetwork(), 1, 2, true);
        int listener = tcp.listen(80, 1);
        assertEquals(TcpError.NOT_CONNECTED, tcp.write(listener, new byte[1], 0, 1, 0));
        assertEquals(TcpError.NOT_CONNECTED, tcp.read(listener, new byte[1], 0, 1, 0));
        assertEquals(TcpError.NOT_CONNECTED, tcp.shutdownWrite(listener, 0));
        assertEquals(0, tcp.close(listener, 0));
        assertEquals(TcpError.STALE_HANDLE, tcp.accept(listener));
    }

    @Test
    @Tag("uc_closed_openPassive")
    @Tag("RFC6528-3")
    void listeningNeedsAPortAndStrongEntropy() {
        Tcp strong = new Tcp(new TcpConfig(), new PortableOctets(), new NoNetwork(), 1, 2, true);
        assertEquals(TcpError.BAD_ARGUMENT, strong.listen(0, 1));
        assertEquals(TcpError.BAD_ARGUMENT, strong.listen(65_536, 1));
        assertTrue(strong.listen(65_535, 1) > 0);
        Tcp weak = new Tcp(new TcpConfig(), new PortableOctets(), new NoNetwork(), 1, 2, false);
        assertEquals(TcpError.WEAK_ENTROPY, weak.listen(80, 1));
        assertEquals(TcpError.WEAK_ENTROPY, weak.connect(0x0a000001, 80, 0, 0));
    }

    private static final class NoNetwork implements InternetLayer {

        @Override
        public int sourceAddressFor(int remoteAddress) {
            return 0x0a000002;
        }

        @Override
        public int mtuTo(int remoteAddress) {
            return 1500;
        }
    }

    @Test
    void nothingIsReadAndWrittenInNoOctets() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 0
                        +0    read 0
                        +0    < P.    1:11(10)  ack 1  win 20000
                        +0    read 0
                        +0    read 10
                        +.2   > .     1:1(0)    ack 11
                        """);
    }
}
