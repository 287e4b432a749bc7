package org.tcplite.tcp.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;
import org.tcplite.tcp.InternetLayer;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpConfig;

/** SYN-SENT, and SYN-RECEIVED after it: RFC 9293 sections 3.5 and 3.10.7.3. */
class ActiveOpenScriptTest {

    @Test
    @Tag("sc_01")
    @Tag("st_synSent_05")
    @Tag("uc_closed_openActive")
    void threeSegmentsMakeAConnection() {
        Script.run(
                """
                +0    connect                                 = SYN-SENT
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +0    signals = connected !ended
                +0    state                                   = ESTABLISHED
                """);
    }

    @Test
    @Tag("uc_synSent_send")
    @Tag("uc_synSent_receive")
    @Tag("st_synSent_05")
    void textWrittenBeforeTheAnswerRidesOnTheAck() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    write 100
                +0    read                                    = would block
                +.1   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > P.    1:101(100) ack 1
                """);
    }

    @Test
    @Tag("MUST-10")
    @Tag("sc_02")
    @Tag("st_synSent_07")
    @Tag("st_synRcvd_01")
    void synsThatCrossMakeOneConnection() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    state                                   = SYN-RECEIVED
                +.1   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    state                                   = ESTABLISHED
                +0    signals = connected
                +1    < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                """);
    }

    @Test
    @Tag("MUST-10")
    @Tag("st_synRcvd_02")
    void aPlainAckEndsTheSimultaneousOpen() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < P.    1:11(10)  ack 1  win 4096       = ESTABLISHED
                +0    read 10
                +.2   > .     1:1(0)    ack 11
                """);
    }

    @Test
    @Tag("st_synRcvd_09")
    void aFinWithTheGoodAckClosesAtOnce() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < F.    1:1(0)    ack 1  win 4096       = CLOSE-WAIT
                +0    > .     1:1(0)    ack 2
                """);
    }

    @Test
    @Tag("sc_02")
    @Tag("tm_synRetransmission")
    @Tag("st_synRcvd_04")
    void theSynAckOfASimultaneousOpenIsRepeated() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +1    > S.    0:0(0)    ack 1  <mss 1460>
                +2    > S.    0:0(0)    ack 1  <mss 1460>
                +.6   < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < .     1:1(0)    ack 1  win 4096       = ESTABLISHED
                """);
    }

    @Test
    @Tag("st_synRcvd_03")
    @Tag("RFC9293-14")
    void inSynReceivedAnAckOfSomethingElseIsReset() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < .     1:1(0)    ack 2  win 4096
                +0    > R     2:2(0)
                +0    < .     1:1(0)    ack 0  win 4096
                +0    > R     0:0(0)
                +0    state                                   = SYN-RECEIVED
                """);
    }

    @Test
    @Tag("st_synRcvd_05")
    @Tag("st_synRcvd_07")
    @Tag("st_synRcvd_08")
    void inSynReceivedSuspiciousSegmentsAreChallenged() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < S     100:100(0)       win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +.6   < R     100:100(0)
                +0    > .     1:1(0)    ack 1
                +.1   < R     -100:-100(0)
                +0    state                                   = SYN-RECEIVED
                """);
    }

    @Test
    @Tag("SEC-7")
    @Tag("st_synRcvd_08")
    void aResetWithASynIsJudgedAsAResetByItsNumber() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.6   < SR    0:0(0)           win 4096
                +.1   < SR.   0:0(0)    ack 1  win 4096
                +0    state                                   = SYN-RECEIVED
                """);
    }

    @Test
    @Tag("MUST-11")
    @Tag("st_synRcvd_06")
    void inSynReceivedAfterAnActiveOpenAResetMeansRefused() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S     0:0(0)           win 4096 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +.1   < R     1:1(0)                          = CLOSED
                +0    ended                                   = refused
                +0    signals = ended
                """);
    }

    @Test
    @Tag("RFC9293-12")
    @Tag("st_synSent_01")
    void anAckOfSomethingElseIsResetAndTheSynGoesOn() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < .     7:7(0)    ack 5000 win 4096
                +0    > R     5000:5000(0)
                +.1   < S.    7:7(0)    ack 0  win 4096
                +0    > R     0:0(0)
                +0    state                                   = SYN-SENT
                +.8   > S     0:0(0)           <mss 1460,...>
                +.1   < S.    0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 1
                """);
    }

    @Test
    @Tag("RFC9293-13")
    @Tag("RFC5961-5")
    @Tag("st_synSent_02")
    @Tag("st_synSent_04")
    void aResetWithoutTheRightAckMeansNothing() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < R     0:0(0)
                +.1   < R.    0:0(0)    ack 2
                +.1   < R.    0:0(0)    ack 0
                +0    state                                   = SYN-SENT
                +.7   > S     0:0(0)           <mss 1460,...>
                """);
    }

    @Test
    @Tag("st_synSent_03")
    @Tag("MUST-12")
    void aResetOfTheSynMeansRefused() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < R.    0:0(0)    ack 1                 = CLOSED
                +0    ended                                   = refused
                +0    signals = ended !connected
                +0    read                                    = refused
                +0    write 10                                = refused
                +300  close
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"< . 0:0(0) ack 1", "< F 0:0(0)", "< - 0:10(10)", "< F. 0:0(0) ack 1"})
    @Tag("st_synSent_09")
    @Tag("st_synSent_10")
    void withoutASynNothingIsTaken(String segment) {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   %s win 4096
                +0    state                                   = SYN-SENT
                +.9   > S     0:0(0)           <mss 1460,...>
                """
                        .formatted(segment));
    }

    @Test
    @Tag("st_synSent_06")
    void textOnTheSynAckIsTaken() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < S.    0:100(100) ack 1 win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 101
                +0    state                                   = ESTABLISHED
                +0    read 100
                """);
    }

    @Test
    @Tag("MUST-22")
    @Tag("MUST-23")
    @Tag("tm_synRetransmission")
    @Tag("RFC6298-1")
    @Tag("RFC6298-5")
    void theSynSeriesGivesUpAfter243Seconds() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +1    > S     0:0(0)           <mss 1460,...>
                +2    > S     0:0(0)           <mss 1460,...>
                +4    > S     0:0(0)           <mss 1460,...>
                +8    > S     0:0(0)           <mss 1460,...>
                +16   > S     0:0(0)           <mss 1460,...>
                +32   > S     0:0(0)           <mss 1460,...>
                +60   > S     0:0(0)           <mss 1460,...>
                +60   > S     0:0(0)           <mss 1460,...>
                +59.9 state                                   = SYN-SENT
                +.2   state                                   = CLOSED
                +0    ended                                   = timed out
                +0    signals = ended
                """);
    }

    @Test
    @Tag("tm_connectTimeout")
    void theUserMaySetAShorterConnectTimeOut() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    connect-timeout 2.5
                +1    > S     0:0(0)           <mss 1460,...>
                +1.4  state                                   = SYN-SENT
                +.2   state                                   = CLOSED
                +0    ended                                   = timed out
                """);
    }

    @Test
    @Tag("RFC5681-4")
    @Tag("RFC6298-13")
    void aLostSynShrinksTheFirstFlightAndRaisesTheTimeOut() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +1    > S     0:0(0)           <mss 1460,...>
                +.1   < S.    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    > .     1:1(0)    ack 1
                +0    write 3000
                +0    > .     1:1001(1000) ack 1
                +3    > .     1:1001(1000) ack 1
                """);
    }

    @Test
    @Tag("uc_synSent_close")
    @Tag("uc_synSent_abort")
    void closeAndAbortInSynSentSendNothing() {
        Script.run(
                """
                +0    a: connect
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    b: connect
                +0    b: > S  0:0(0)           <mss 1460,...>
                +0    a: close                                = CLOSED
                +0    b: abort                                = CLOSED
                +5    a: < S. 0:0(0)    ack 1  win 4096 <mss 1460>
                +0    a: > R  1:1(0)
                +0    a: close                                = stale handle
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "10.0.0.255", "224.0.0.1", "0.0.0.0", "127.0.0.1"})
    @Tag("MUST-46")
    void aConnectionToNoSingleHostIsAnError(String address) {
        Script.run(
                """
                +0    connect %s:80                           = bad remote address or port
                +5
                """
                        .formatted(address));
    }

    @Test
    @Tag("MUST-46")
    @Tag("SEC-9")
    void aConnectionToPort0IsAnError() {
        Script.run("+0 connect 10.0.0.1:0 = bad remote address or port\n+5\n");
    }

    @Test
    void aConnectionWithoutARouteIsAnError() {
        Script.run("+0 connect 192.0.2.1:80 = no route to destination\n+5\n");
    }

    @Test
    @Tag("uc_synSent_openActive")
    @Tag("uc_established_openActive")
    @Tag("RFC9293-34")
    void theSamePairOfSocketsCannotBeOpenedTwice() {
        Script.run(
                """
                +0    a: connect 10.0.0.1:5000 from 2000
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    a: connect 10.0.0.1:5000 from 2000      = address already in use
                +0    a: < S. 0:0(0)    ack 1  win 4096 <mss 1460>
                +0    a: > .  1:1(0)    ack 1
                +0    a: connect 10.0.0.1:5000 from 2000      = address already in use
                +0    b: connect 10.0.0.1:5001 from 2000
                +0    b: > S  0:0(0)           <mss 1460,...>
                """);
    }

    @Test
    @Tag("MUST-42")
    @Tag("uc_synSent_openPassive")
    void aListenerMayUseThePortOfAConnectionInItsHandshake() {
        Script.run(
                """
                +0    a: connect 10.0.0.1:5000 from 2000
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    listen 2000
                +0    b: < S  0:0(0)           win 4096 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < S. 0:0(0)    ack 1  win 4096 <mss 1460>
                +0    a: > .  1:1(0)    ack 1
                +0    b: < .  1:1(0)    ack 1  win 4096       = ESTABLISHED
                +0    a: state                                = ESTABLISHED
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    @Tag("st_synSent_11")
    @Tag("RFC5927-3")
    @Tag("SHLD-26")
    void aHardIcmpErrorFailsTheOpen(int code) {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   icmp 3 %d 1
                +0    state                                   = SYN-SENT
                +0    icmp 3 %d 0                             = CLOSED
                +0    ended                                   = refused
                """
                        .formatted(code, code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 0", "3 1", "3 5", "11 0", "12 0"})
    @Tag("st_synSent_12")
    @Tag("RFC1122I-8")
    @Tag("MUST-56")
    @Tag("SHLD-25")
    void aSoftIcmpErrorIsReportedOnly(String typeAndCode) {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    signals = !trouble
                +.1   icmp %s 0
                +0    signals = trouble !ended
                +0    state                                   = SYN-SENT
                +.9   > S     0:0(0)           <mss 1460,...>
                """
                        .formatted(typeAndCode));
    }

    @Test
    @Tag("MUST-22")
    @Tag("SHLD-9")
    void afterThreeRepetitionsOfTheSynTroubleIsReported() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +1    > S     0:0(0)           <mss 1460,...>
                +2    > S     0:0(0)           <mss 1460,...>
                +0    signals = !trouble
                +4    > S     0:0(0)           <mss 1460,...>
                +0    signals = trouble !ended
                +0    trouble                                 = yes
                """);
    }

    @Test
    @Tag("st_synSent_06")
    @Tag("SEC-7")
    void aFinOnTheSynAckIsTaken() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +.1   < SF.   0:0(0)    ack 1  win 4096 <mss 1460>
                +0    > .     1:1(0)    ack 2
                +0    state                                   = CLOSE-WAIT
                +0    read                                    = eof
                """);
    }

    @Test
    @Tag("uc_synSent_close")
    void halfClosingBeforeTheAnswerIsAnError() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    shutdown                                = not connected
                +0    state                                   = SYN-SENT
                """);
    }

    @Test
    @Tag("RFC9293-18")
    void theWindowOfTheSynAckIsUsed() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    write 3000
                +.1   < S.    0:0(0)    ack 1  win 1500 <mss 1000>
                +0    > .     1:1001(1000) ack 1
                +.1   < .     1:1(0)    ack 1001 win 0
                +0    status sndWnd                           = 0
                """);
    }

    @Test
    @Tag("st_synSent_08")
    @Tag("RFC7323-1")
    @Tag("RFC7323-2")
    void bothSynsThatCrossedSettleTheOptions() {
        Script.run(
                """
                +0    a: connect
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    a: < S  0:0(0)           win 100 <mss 1460>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 100
                +0    a: status sndWnd                        = 100
                +0    b: connect
                +0    b: > S  0:0(0)           <mss 1460,...>
                +0    b: < S  0:0(0)           win 100 <mss 1460,nop,wscale 3>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460,nop,wscale *>
                +0    b: < .  1:1(0)    ack 1  win 100
                +0    b: status sndWnd                        = 800
                """);
    }

    @Test
    @Tag("RFC6056-1")
    @Tag("RFC6056-2")
    void localPortsAreScatteredOverTheWholeRange() {
        TcpConfig config = new TcpConfig();
        config.connections = 256;
        config.receiveBuffer = 1024;
        config.sendBuffer = 1024;
        Tcp tcp = new Tcp(config, new PortableOctets(), new OneNetwork(), 1, 2, true);
        Set<Integer> ports = new TreeSet<>();
        int neighbours = 0;
        int last = 0;
        for (int i = 0; i < 256; i++) {
            int port = tcp.localPortOf(tcp.connect(0x0a000100 + i, 80, 0, 0));
            assertTrue(port >= 1024 && port <= 65_535);
            neighbours += Math.abs(port - last) <= 1 ? 1 : 0;
            last = port;
            ports.add(port >> 13);
        }
        assertEquals(8, ports.size());
        assertTrue(neighbours < 10);
    }

    private static final class OneNetwork implements InternetLayer {

        @Override
        public int sourceAddressFor(int remoteAddress) {
            return 0x0a000002;
        }

        @Override
        public int mtuTo(int remoteAddress) {
            return 1500;
        }
    }
}
