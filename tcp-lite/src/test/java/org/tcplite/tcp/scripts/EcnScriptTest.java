package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** Peers that would like explicit congestion notification, which we do not offer: RFC 3168. */
class EcnScriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"SEW", "SE", "SW"})
    @Tag("RFC3168-2")
    void theSynOfAPeerWithItIsAnsweredPlainly(String flags) {
        Script.run(
                """
                +0    listen 80
                +0    < %s    0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000      = ESTABLISHED
                """
                        .formatted(flags));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S.EW", "S.E", "S.W"})
    @Tag("RFC3168-2")
    @Tag("RFC3168-11")
    void soIsOneThatReflectsFlags(String flags) {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,...>
                +0    < %s    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    > .     1:1(0)    ack 1
                +0    state                                   = ESTABLISHED
                """
                        .formatted(flags));
    }

    @Test
    @Tag("RFC3168-16")
    void itsFlagsChangeNothingOnAConnection() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 3000
                        +0    > .     1:1001(1000)  ack 1
                        +0    > .     1001:2001(1000)  ack 1
                        +0    > P.    2001:3001(1000)  ack 1
                        +0    < .E    1:1(0)    ack 3001 win 20000
                        +0    status cwnd                             = 5000
                        +0    < P.EW  1:11(10)  ack 3001 win 20000
                        +0    read 10
                        +.2   > .     3001:3001(0)  ack 11
                        +0    < P.W   11:21(10) ack 3001 win 20000
                        +.2   > .     3001:3001(0)  ack 21
                        +0    < F.E   21:21(0)  ack 3001 win 20000
                        +0    > .     3001:3001(0)  ack 22
                        """);
    }

    @Test
    @Tag("RFC3168-15")
    @Tag("RFC3168-3")
    void theUsersCodePointLeavesItsBitsAlone() {
        Script.run(
                PASSIVE
                        + """
                        +0    header                                  = ttl 64 tos 0 df
                        +0    dscp 63
                        +0    header                                  = ttl 64 tos 252 df
                        +0    dscp 64                                 = argument out of range
                        +0    header                                  = ttl 64 tos 252 df
                        """);
    }
}
