package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Selective acknowledgments as the receiver sends them: RFC 2018, RFC 2883. */
class SackScriptTest {

    /** Accepted, SACK permitted by both sides. */
    private static final String PERMITTED =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 20000 <mss 1000,nop,nop,sackOK>
            +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,sackOK>
            +0    < .     1:1(0)    ack 1  win 20000
            +0    accept                                  = ESTABLISHED
            """;

    @Test
    @Tag("RFC2018-2")
    void withoutThePeersPermissionThereAreNoBlocks() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000
                +0    < .     101:201(100) ack 1  win 20000
                +0    > .     1:1(0)    ack 1
                +0    < .     101:201(100) ack 1  win 20000
                +0    > .     1:1(0)    ack 1
                """);
    }

    @Test
    @Tag("RFC2018-2")
    void norAreThereIfWeDoNotPermitIt() {
        Script.run(
                """
                config sack=false
                +0    connect
                +0    > S     0:0(0)           <mss 1460,nop,wscale 0,nop,nop,TS val * ecr 0>
                +0    < S.    0:0(0)    ack 1  win 20000 <mss 1000,sackOK,nop,nop>
                +0    > .     1:1(0)    ack 1
                +0    < .     101:201(100) ack 1  win 20000
                +0    > .     1:1(0)    ack 1
                """);
    }

    @Test
    @Tag("RFC2018-1")
    void onOtherSegmentsThePermissionIsIgnored() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 20000 <sackOK,nop,nop>
                +0    < .     101:201(100) ack 1  win 20000 <sackOK,nop,nop>
                +0    > .     1:1(0)    ack 1
                """);
    }

    @Test
    @Tag("RFC2018-3")
    @Tag("RFC2018-4")
    void theBlockOfTheLatestArrivalComesFirst() {
        Script.run(
                PERMITTED
                        + """
                        +0    < .     101:201(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:201>
                        +0    < .     301:401(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 301:401 101:201>
                        +0    < .     501:601(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 501:601 301:401 101:201>
                        +0    < .     401:451(50)  ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 301:451 501:601 101:201>
                        +0    < .     201:301(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:451 501:601>
                        +0    < .     1:101(100)   ack 1  win 20000
                        +0    > .     1:1(0)    ack 451 <nop,nop,sack 501:601>
                        +0    < .     451:501(50)  ack 1  win 20000
                        +0    > .     1:1(0)    ack 601
                        """);
    }

    @Test
    @Tag("RFC2018-5")
    void fourBlocksFit() {
        Script.run(
                PERMITTED
                        + """
                        +0    < .     101:201(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:201>
                        +0    < .     301:401(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 301:401 101:201>
                        +0    < .     501:601(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 501:601 301:401 101:201>
                        +0    < .     701:801(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 701:801 501:601 301:401 101:201>
                        +0    < .     901:1001(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 901:1001 701:801 501:601 301:401>
                        """);
    }

    @Test
    @Tag("RFC2018-5")
    @Tag("RFC7323-11")
    void withTimestampsThree() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 20000 <mss 1000,sackOK,TS val 7 ecr 0>
                +0    > S.    0:0(0)    ack 1  <mss 1460,sackOK,TS val * ecr 7>
                +0    < .     1:1(0)    ack 1  win 20000 <TS val 7 ecr *>
                +0    < .     101:201(100) ack 1  win 20000 <TS val 7 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 7,nop,nop,sack 101:201>
                +0    < .     301:401(100) ack 1  win 20000 <TS val 7 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 7,nop,nop,sack 301:401 101:201>
                +0    < .     501:601(100) ack 1  win 20000 <TS val 7 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 7,nop,nop,sack 501:601 301:401 101:201>
                +0    < .     701:801(100) ack 1  win 20000 <TS val 7 ecr *>
                +0    > .     1:1(0)    ack 1  <nop,nop,TS val * ecr 7,nop,nop,sack 701:801 501:601 301:401>
                """);
    }

    @Test
    @Tag("RFC2018-3")
    @Tag("MUST-16")
    void textCarriesTheBlocksAndIsTheShorter() {
        Script.run(
                PERMITTED
                        + """
                        +0    < .     101:201(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:201>
                        +0    write 1000
                        +0    > .     1:989(988) ack 1  <nop,nop,sack 101:201>
                        +0    < .     1:101(100) ack 989  win 20000
                        +0    > P.    989:1001(12) ack 201
                        """);
    }

    @Test
    @Tag("RFC2018-6")
    void textWithoutARangeIsNotReported() {
        Script.run(
                "config receivedRanges=1\n"
                        + PERMITTED
                        + """
                        +0    < .     101:201(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:201>
                        +0    < .     301:401(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:201>
                        """);
    }

    @Test
    @Tag("RFC2883-1")
    @Tag("RFC2883-3")
    void whatComesAgainBelowTheAckIsReportedOnce() {
        Script.run(
                PERMITTED
                        + """
                        +0    < .     1:101(100)   ack 1  win 20000
                        +0    < .     101:201(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 201
                        +0    < .     1:101(100)   ack 1  win 20000
                        +0    > .     1:1(0)    ack 201 <nop,nop,sack 1:101>
                        +0    < .     301:401(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 201 <nop,nop,sack 301:401>
                        +0    < .     101:251(150) ack 1  win 20000
                        +0    > .     1:1(0)    ack 251 <nop,nop,sack 101:201 301:401>
                        """);
    }

    @Test
    @Tag("RFC2883-2")
    @Tag("RFC2883-3")
    void aDuplicateAheadIsFollowedByItsBlock() {
        Script.run(
                PERMITTED
                        + """
                        +0    < .     101:301(200) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 101:301>
                        +0    < .     501:601(100) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 501:601 101:301>
                        +0    < .     201:401(200) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  <nop,nop,sack 201:301 101:401 501:601>
                        +0    < .     1:101(100)   ack 1  win 20000
                        +0    > .     1:1(0)    ack 401 <nop,nop,sack 501:601>
                        """);
    }

    /** A receiver may drop what it has reported: only the acknowledgment lets text go. */
    @Test
    @Tag("RFC2018-7")
    @Tag("RFC2018-8")
    @Tag("RFC2018-9")
    void whatWasReportedOnlyIsStillSentAgain() {
        Script.run(
                PERMITTED
                        + """
                        +0    write 3000
                        +0    > .     1:1001(1000)    ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        +.1   < .     1:1(0)    ack 1    win 20000 <nop,nop,sack 1:3001>
                        +.9   > P.    2001:3001(1000) ack 1
                        +1    > .     1:1001(1000)    ack 1
                        +.1   < .     1:1(0)    ack 1    win 20000
                        +0    < .     1:1(0)    ack 1001 win 20000
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        +0    writable                                = 63536
                        """);
    }

    @Test
    @Tag("RFC2018-11")
    void blocksThatCannotBeChangeNothing() {
        for (String option :
                new String[] {
                    "sack 5:1",
                    "sack 1:1",
                    "sack 90000:90010",
                    "sack -100:-50",
                    "sack 1:2000000000",
                    "opt 5 00",
                    "opt 5 000000000000",
                    "opt 5 00000000000000000000",
                    "raw 05ff0000"
                }) {
            Script.run(
                    PERMITTED
                            + """
                            +0    write 10
                            +0    > P.    1:11(10)  ack 1
                            +0    < P.    1:11(10)  ack 1  win 20000 <%1$s>
                            +0    read 10
                            +.2   > .     11:11(0)  ack 11
                            +0    < .     11:11(0)  ack 11 win 20000 <%1$s>
                            +0    status sndUna                           = 11
                            """
                                    .formatted(option));
        }
    }
}
