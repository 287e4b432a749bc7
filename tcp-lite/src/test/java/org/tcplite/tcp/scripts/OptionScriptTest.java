package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** Options, sense and nonsense: RFC 9293 section 3.2, RFC 6691, RFC 7323 section 2. */
class OptionScriptTest {

    private static void sendMssIs(int mss, String options) {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <%s>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000      = ESTABLISHED
                +0    accept
                +0    status sendMss                          = %d
                +0    write %d
                +0    > .     1:%d(%d)  ack 1
                +0    < .     1:1(0)    ack %d win 60000
                +0    > P.    %d:%d(1)  ack 1
                """
                        .formatted(options, mss, mss + 1, mss + 1, mss, mss + 1, mss + 1, mss + 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "700  | mss 700",
                "700  | nop,mss 700,nop,nop,nop",
                "700  | nop,nop,mss 700,eol",
                "700  | opt 253 0102030405,mss 700",
                "700  | opt 28 1234,mss 700",
                "1460 | mss 1460",
                "1460 | mss 8960",
                "536  | nop,nop,nop,nop",
                "536  | mss 0",
                "64   | mss 1",
                "64   | mss 63",
                "65   | mss 65",
            })
    @Tag("MUST-4")
    @Tag("MUST-6")
    @Tag("MUST-14")
    @Tag("MUST-64")
    @Tag("RFC6691-2")
    void theMssIsTaken(int mss, String options) {
        sendMssIs(mss, options.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raw 02000000",
                "raw 02010000",
                "raw fd00,mss 700,raw 0101",
                "raw fdff,mss 700,raw 0101",
                "raw 01010102",
                "raw 01010204",
            })
    @Tag("MUST-7")
    void anOptionOfImpossibleLengthEndsTheOptions(String options) {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <%s>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 60000      = ESTABLISHED
                +0    counter BadOptions                      = 1
                +0    status sendMss                          = 536
                """
                        .formatted(options));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mss 100",
                "nop,nop,nop,nop",
                "opt 253 0102030405",
                "TS val 17 ecr 0",
                "wscale 7",
                "sackOK",
                "raw 02000000",
                "raw fdff0101",
                "raw 05030000",
            })
    @Tag("MUST-5")
    @Tag("RFC6691-3")
    @Tag("RFC7323-3")
    @Tag("RFC7323-13")
    @Tag("RFC2018-1")
    void onOtherSegmentsOptionsChangeNothing(String options) {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:11(10)  ack 1  win 2000 <%s>
                        +0    read 10
                        +0    status sendMss                          = 1000
                        +0    status sndWnd                           = 2000
                        +.2   > .     1:1(0)    ack 11
                        +0    < F.    11:11(0)  ack 1  win 2000 <%s>
                        +0    > .     1:1(0)    ack 12
                        +0    < R     12:12(0)         <%s>
                        +0    state                                   = CLOSED
                        """
                                .formatted(options, options, options));
    }

    @ParameterizedTest
    @CsvSource({"1500, 1460", "576, 536", "9000, 8960"})
    @Tag("MUST-67")
    @Tag("RFC9293-33")
    @Tag("MAY-3")
    void theMssOfferedIsWhatTheInterfaceCanReceive(int mtu, int mss) {
        Script.run(
                """
                config mtu=%d
                path-mtu %d
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 1460>
                +0    > S.    0:0(0)    ack 1  <mss %d>
                +0    a: connect
                +0    a: > S  0:0(0)           <mss %d,...>
                """
                        .formatted(mtu, mtu, mss, mss));
    }

    @Test
    @Tag("MUST-16")
    void aSmallPathLimitsTheSegments() {
        Script.run(
                """
                path-mtu 600
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 60000 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +0    write 560
                +0    > P.    1:561(560) ack 1
                +0    write 561
                +0    > .     561:1121(560) ack 1
                """);
    }

    @Test
    @Tag("RFC7323-1")
    @Tag("RFC7323-4")
    @Tag("RFC7323-6")
    void bothSidesScaleTheirWindows() {
        Script.run(
                """
                config receiveBuffer=262144
                +0    connect
                +0    > S     0:0(0)           win 65535 <mss 1460,nop,wscale 2,...>
                +0    < S.    0:0(0)    ack 1  win 1000 <mss 1460,nop,wscale 3>
                +0    > .     1:1(0)    ack 1  <...>
                +0    status sndWnd                           = 1000
                +0    < .     1:1(0)    ack 1  win 1000
                +0    status sndWnd                           = 8000
                """);
    }

    @Test
    @Tag("RFC7323-1")
    void withoutThePeersOptionNothingIsScaled() {
        Script.run(
                """
                config receiveBuffer=131072
                +0    connect
                +0    > S     0:0(0)           win 65535 <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 1000 <mss 1460>
                +0    > .     1:1(0)    ack 1  win 65535
                +0    < .     1:1(0)    ack 1  win 1000
                +0    status sndWnd                           = 1000
                """);
    }

    @Test
    @Tag("RFC7323-2")
    @Tag("RFC7323-8")
    @Tag("RFC4987-8")
    void theSynAckScalesOnlyIfTheSynDid() {
        Script.run(
                """
                config receiveBuffer=32768
                +0    listen 80
                +0    a: < S  0:0(0)           win 1000 <mss 1460,nop,wscale 3>
                +0    a: > S. 0:0(0)    ack 1  win 32768 <mss 1460,nop,wscale 0>
                +0    a: < .  1:1(0)    ack 1  win 1000
                +0    a: status sndWnd                        = 8000
                +0    b: < S  0:0(0)           win 1000 <mss 1460>
                +0    b: > S. 0:0(0)    ack 1  win 32768 <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 1000
                +0    b: status sndWnd                        = 1000
                """);
    }

    @ParameterizedTest
    @CsvSource({"14, 16384", "15, 16384", "255, 16384"})
    @Tag("RFC7323-5")
    @Tag("REC-1")
    void aShiftAbove14Counts14(int shift, int window) {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 1 <mss 1460,nop,wscale %d>
                +0    > S.    0:0(0)    ack 1  <mss 1460,...>
                +0    < .     1:1(0)    ack 1  win 1
                +0    status sndWnd                           = %d
                """
                        .formatted(shift, window));
    }

    @Test
    @Tag("RFC5482-1")
    @Tag("MUST-6")
    void theUserTimeOutOptionIsIgnored() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 60000 <mss 1000,opt 28 800a,nop,nop>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < P.    1:11(10)  ack 1  win 60000 <opt 28 800a>
                +.2   > .     1:1(0)    ack 11
                +0    counter BadOptions                      = 0
                """);
    }
}
