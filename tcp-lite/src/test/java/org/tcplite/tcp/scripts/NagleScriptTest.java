package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Nagle's algorithm: RFC 9293 section 3.7.4. */
class NagleScriptTest {

    @Test
    @Tag("SHLD-7")
    @Tag("RFC9293-30")
    @Tag("MUST-60")
    void aSmallSegmentWaitsForTheAckOfTheOneBefore() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +0    write 10
                        +.01  write 10
                        +.1   < .     1:1(0)    ack 11 win 20000
                        +0    > P.    11:31(20) ack 1
                        """);
    }

    @Test
    @Tag("SHLD-7")
    void aFullSegmentDoesNotWait() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +0    write 990
                        +.01  write 20
                        +0    > .     11:1011(1000) ack 1
                        +.1   < .     1:1(0)    ack 1011 win 20000
                        +0    > P.    1011:1021(10) ack 1
                        """);
    }

    @Test
    @Tag("MUST-17")
    void itCanBeSwitchedOffForOneConnection() {
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
                +0    a: nodelay
                +0    a: write 1
                +0    a: > P. 1:2(1)    ack 1
                +0    a: write 1
                +0    a: > P. 2:3(1)    ack 1
                +0    b: write 1
                +0    b: > P. 1:2(1)    ack 1
                +0    b: write 1
                +.1
                """);
    }

    @Test
    @Tag("MUST-17")
    void switchingItOffSendsWhatItHeld() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 10
                        +0    > P.    1:11(10)  ack 1
                        +0    write 10
                        +.01  nodelay
                        +0    > P.    11:21(10) ack 1
                        +0    nodelay off
                        +0    write 10
                        +.1
                        """);
    }
}
