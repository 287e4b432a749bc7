package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.ACTIVE;
import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** The limits a user sets: SO_RCVBUF, SO_SNDBUF, TCP_MAXSEG, and a listener's backlog. */
class SettingsScriptTest {

    @Test
    void aReceiveLimitBoundsTheWindowFromTheSynOn() {
        Script.run(
                """
                +0    hold
                +0    connect
                +0    rcvbuf 3000
                +0    release
                +0    > S     0:0(0)           win 3000 <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    > .     1:1(0)    ack 1  win 3000
                +0    < .     1:1001(1000)    ack 1  win 20000
                +0    < .     1001:2001(1000) ack 1  win 20000
                +0    > .     1:1(0)    ack 2001 win 1000
                +0    read 2000
                +0    > .     1:1(0)    ack 2001 win 3000
                """);
    }

    @Test
    void aListenersLimitsAreThoseOfItsConnections() {
        Script.run(
                """
                +0    listen 80
                +0    rcvbuf 3000 at 80
                +0    sndbuf 2000 at 80
                +0    maxseg 500 at 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  win 3000 <mss 500>
                +0    rcvbuf 1000 at 80
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    status sendMss                          = 500
                +0    write 3000                              = 2000
                +0    > .     1:501(500)      ack 1  win 3000
                +0    > .     501:1001(500)   ack 1  win 3000
                +0    > .     1001:1501(500)  ack 1  win 3000
                +0    > P.    1501:2001(500)  ack 1  win 3000
                """);
    }

    @Test
    @Tag("SHLD-14")
    @Tag("RFC9293-19")
    void aLowerReceiveLimitTakesNothingBack() {
        Script.run(
                """
                config receiveBuffer=8192
                +0    connect
                +0    > S     0:0(0)           win 8192 <mss 1460,...>
                +0    rcvbuf 1000
                +1    > S     0:0(0)           win 8192 <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    > .     1:1(0)    ack 1  win 8192
                +0    < .     1:1001(1000)    ack 1  win 20000
                +0    read 1000
                +0    < .     1001:2001(1000) ack 1  win 20000
                +0    > .     1:1(0)    ack 2001 win 6192
                +0    < .     2001:8193(6192) ack 1  win 20000
                +0    read 7192
                +0    > .     1:1(0)    ack 8193 win 1000
                """);
    }

    @Test
    @Tag("SHLD-14")
    @Tag("RFC7323-6")
    void norDoesItWithAScaledWindow() {
        Script.run(
                """
                config receiveBuffer=262144
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,nop,wscale 0>
                +0    > S.    0:0(0)    ack 1  win 65535 <mss 1460,nop,wscale 2>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    accept
                +0    rcvbuf 1000
                +0    < .     1:998(997)      ack 1  win 20000
                +0    < .     998:1995(997)   ack 1  win 20000
                +0    > .     1:1(0)    ack 1995 win 15886
                """);
    }

    @Test
    void aHigherReceiveLimitIsToldAtOnce() {
        Script.run(
                """
                +0    hold
                +0    connect
                +0    rcvbuf 1000
                +0    release
                +0    > S     0:0(0)           win 1000 <mss 1460,...>
                +0    < S.    0:0(0)    ack 1  win 20000 <mss 1000>
                +0    > .     1:1(0)    ack 1  win 1000
                +0    rcvbuf 60000
                +0    > .     1:1(0)    ack 1  win 60000
                """);
    }

    @Test
    void limitsAreCutToWhatTheRingsAllow() {
        Script.run(
                """
                config receiveBuffer=4194304 sendBuffer=4096 connections=2
                +0    connect
                +0    > S     0:0(0)           <...>
                +0    rcvbuf 1                                = 1024
                +0    rcvbuf 5000000                          = 4194304
                +0    sndbuf 1                                = 256
                +0    sndbuf 5000                             = 4096
                +0    rcvbuf 0                                = argument out of range
                +0    sndbuf -1                               = argument out of range
                +0    abort
                +0    rcvbuf 1000                             = stale handle
                +0    sndbuf 1000                             = stale handle
                +0    maxseg 1000                             = stale handle
                """);
    }

    @Test
    void aLowerSendLimitKeepsWhatIsQueued() {
        Script.run(
                ACTIVE
                        + """
                        +0    nodelay
                        +0    write 2500
                        +0    > .     1:1001(1000)    ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:2501(500)  ack 1
                        +0    sndbuf 1000
                        +0    write 1                                 = would block
                        +0    < .     1:1(0)    ack 2001 win 20000
                        +0    write 1000                              = 500
                        +0    > P.    2501:3001(500)  ack 1
                        +0    signals = writable
                        +0    write 1                                 = would block
                        +0    sndbuf 2000
                        +0    signals = writable
                        +0    write 1000
                        +0    > P.    3001:4001(1000) ack 1
                        """);
    }

    @Test
    @Tag("MUST-16")
    void theSegmentBoundIsOfferedAndKept() {
        Script.run(
                """
                +0    hold
                +0    connect
                +0    maxseg 700
                +0    release
                +0    > S     0:0(0)           <mss 700,...>
                +0    maxseg 600
                +1    > S     0:0(0)           <mss 700,...>
                +0    maxseg 700
                +0    < S.    0:0(0)    ack 1  win 60000 <mss 1460>
                +0    > .     1:1(0)    ack 1
                +0    status sendMss                          = 700
                +0    maxseg 300
                +0    write 600
                +0    > .     1:301(300)      ack 1
                +0    > P.    301:601(300)    ack 1
                +0    < .     1:1(0)    ack 601 win 60000
                +0    maxseg 65495
                +0    status sendMss                          = 1460
                +0    write 1460
                +0    > P.    601:2061(1460)  ack 1
                +0    maxseg 63                               = argument out of range
                +0    maxseg 65496                            = argument out of range
                """);
    }

    @Test
    void aBacklogCanBeChosenAnew() {
        Script.run(
                """
                +0    listen 80 backlog 1
                +0    backlog 0 at 80                         = argument out of range
                +0    a: < S  0:0(0)           win 20000 <mss 1000>
                +0    a: > S. 0:0(0)    ack 1  <mss 1460>
                +0    a: < .  1:1(0)    ack 1  win 20000
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    counter ListenOverflows                 = 1
                +0    backlog 2 at 80
                +0    b: < S  0:0(0)           win 20000 <mss 1000>
                +0    b: > S. 0:0(0)    ack 1  <mss 1460>
                +0    b: < .  1:1(0)    ack 1  win 20000
                +0    backlog 1 at 80
                +0    a: accept                               = ESTABLISHED
                +0    c: < S  0:0(0)           win 20000 <mss 1000>
                +0    counter ListenOverflows                 = 2
                +0    b: accept                               = ESTABLISHED
                """);
    }

    @Test
    void aConnectionIsNoListener() {
        Script.run(
                PASSIVE
                        + """
                        +0    backlog 1                               = stale handle
                        """);
    }
}
