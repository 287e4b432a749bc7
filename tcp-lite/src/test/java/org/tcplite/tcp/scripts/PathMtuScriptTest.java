package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/** Path MTU discovery: RFC 1191 with the checks of RFC 5927, black holes (RFC 2923). */
class PathMtuScriptTest {

    /** Three full segments in flight on an Ethernet; more is to come. */
    private static final String FLIGHT =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 60000 <mss 1460,nop,nop,sackOK>
            +0    > S.    0:0(0)    ack 1  <mss 1460,nop,nop,sackOK>
            +0    < .     1:1(0)    ack 1  win 60000
            +0    accept
            +0    header                                  = ttl 64 tos 0 df
            +0    write 20000
            +0    > .     1:1461(1460) ack 1
            +0    > .     1461:2921(1460) ack 1
            +0    > .     2921:4381(1460) ack 1
            """;

    private static final String WITHOUT_SACK =
            FLIGHT.replace("mss 1460,nop,nop,sackOK", "mss 1460");

    @Test
    @Tag("RFC1191-1")
    @Tag("RFC1191-2")
    @Tag("RFC1191-9")
    @Tag("RFC1191-10")
    @Tag("RFC5681-20")
    void whatWasTooBigGoesAgainAtOnceAndSmaller() {
        Script.run(
                FLIGHT
                        + """
                        +.1   icmp 3 4 1 1400
                        +0    > .     1:1361(1360) ack 1
                        +0    > .     1361:2721(1360) ack 1
                        +0    > .     2721:4081(1360) ack 1
                        +0    icmp 3 4 1461 1400
                        +0    icmp 3 4 2921 1400
                        +0    status pathMtu                          = 1400
                        +0    status sendMss                          = 1360
                        +0    status cwnd                             = 4080
                        +0    status congestionState                  = 0
                        +0    counter PathMtuLowered                  = 1
                        +0    header                                  = ttl 64 tos 0 df
                        +.1   < .     1:1(0)    ack 2721 win 60000
                        +0    > .     4081:4381(300) ack 1
                        +0    > .     4381:5741(1360) ack 1
                        +0    > .     5741:7101(1360) ack 1
                        """);
    }

    /** No attempt at a larger one, however long ago the message was; nor does a router raise it. */
    @Test
    @Tag("RFC1191-5")
    @Tag("RFC1191-6")
    @Tag("RFC1191-7")
    void anEstimateIsNeverRaisedAgain() {
        Script.run(
                FLIGHT.substring(0, FLIGHT.indexOf("+0    write"))
                        + """
                        +0    write 1460
                        +0    > P.    1:1461(1460) ack 1
                        +.1   icmp 3 4 1 1400
                        +0    > .     1:1361(1360) ack 1
                        +0    > P.    1361:1461(100) ack 1
                        +.1   < .     1:1(0)    ack 1461 win 60000
                        +700  write 2720
                        +0    > .     1461:2821(1360) ack 1
                        +0    > P.    2821:4181(1360) ack 1
                        +0    icmp 3 4 1461 9000
                        +0    status pathMtu                          = 1400
                        """);
    }

    /** There is no table of paths: each connection finds out for itself. */
    @Test
    @Tag("RFC1191-8")
    @Tag("RFC1191-11")
    void aMessageLowersItsOwnConnectionOnly() {
        Script.run(
                """
                +0    a: connect
                +0    a: > S  0:0(0)           <...>
                +0    a: < S. 0:0(0)    ack 1  win 60000 <mss 1460>
                +0    a: > .  1:1(0)    ack 1
                +0    b: connect
                +0    b: > S  0:0(0)           <...>
                +0    b: < S. 0:0(0)    ack 1  win 60000 <mss 1460>
                +0    b: > .  1:1(0)    ack 1
                +0    a: write 1460
                +0    a: > P. 1:1461(1460) ack 1
                +0    a: icmp 3 4 1 1400
                +0    a: > .  1:1361(1360) ack 1
                +0    a: > P. 1361:1461(100) ack 1
                +0    b: write 1460
                +0    b: > P. 1:1461(1460) ack 1
                """);
    }

    /** PAWS would fail where fragments of two segments with one IP ID were put together. */
    @Test
    @Tag("RFC7323-22")
    void segmentsWithTimestampsAreNotCutUp() {
        Script.run(
                TimestampScriptTest.STAMPED
                        + """
                        +0    write 900
                        +0    > P.    1:901(900) ack 1 <...>
                        +0    header                                  = ttl 64 tos 0 df
                        """);
    }

    @Test
    @Tag("RFC1191-1")
    @Tag("RFC1191-9")
    void withoutSackTheFlightGoesAgainFromItsBeginning() {
        Script.run(
                WITHOUT_SACK
                        + """
                        +.1   icmp 3 4 1 1400
                        +0    > .     1:1361(1360) ack 1
                        +0    > .     1361:2721(1360) ack 1
                        +0    > .     2721:4081(1360) ack 1
                        +0    icmp 3 4 1461 1400
                        +.1
                        """);
    }

    @Test
    @Tag("RFC1191-3")
    void aMessageWithoutAnMtuMeansTheNextPlateau() {
        Script.run(
                FLIGHT
                        + """
                        +.1   icmp 3 4 1 0
                        +0    > .     1:1453(1452) ack 1
                        +0    > .     1453:2905(1452) ack 1
                        +0    > .     2905:4357(1452) ack 1
                        +0    status pathMtu                          = 1492
                        +0    icmp 3 4 1 0
                        +0    > .     1:967(966) ack 1
                        +0    > .     967:1453(486) ack 1
                        +0    > .     1461:2427(966) ack 1
                        +0    status pathMtu                          = 1006
                        """);
    }

    @Test
    @Tag("RFC1191-4")
    @Tag("RFC1191-5")
    @Tag("RFC5927-1")
    @Tag("RFC5927-6")
    @Tag("RFC5927-8")
    void claimsThatCannotBeTrueChangeNothing() {
        for (String claim :
                new String[] {
                    "3 4 1 1500",
                    "3 4 1 1501",
                    "3 4 1 9000",
                    "3 4 1 65535",
                    "3 4 1 68",
                    "3 4 1 1",
                    "3 4 0 1400",
                    "3 4 4381 1400",
                    "3 4 -9000 1400",
                    "3 3 1 1400",
                    "11 4 1 1400"
                }) {
            Script.run(
                    FLIGHT
                            + """
                            +.1   icmp %s
                            +0    status pathMtu                          = 1500
                            +0    status sendMss                          = 1460
                            +0    header                                  = ttl 64 tos 0 df
                            +0    counter PathMtuLowered                  = 0
                            """
                                    .formatted(claim));
        }
    }

    /** A full packet has come through before. */
    private static final String PROVEN =
            FLIGHT
                    + """
                    +.1   < .     1:1(0)    ack 1461 win 60000
                    +0    > .     4381:5841(1460) ack 1
                    +0    > .     5841:7301(1460) ack 1
                    +0    icmp 3 4 1461 1400
                    +0    status pathMtu                          = 1500
                    """;

    @Test
    @Tag("RFC5927-7")
    void againstWhatHasComeThroughAClaimIsForgottenWithTheNextAck() {
        Script.run(
                PROVEN
                        + """
                        +.1   < .     1:1(0)    ack 2921 win 60000
                        +0    > .     7301:8761(1460) ack 1
                        +0    > .     8761:10221(1460) ack 1
                        +0    status timer                            = probe
                        +.225 > .     10221:11681(1460) ack 1
                        +1    > .     2921:4381(1460) ack 1
                        +0    status pathMtu                          = 1500
                        """);
    }

    @Test
    @Tag("RFC5927-7")
    void aTimeOutBearsTheClaimOut() {
        Script.run(
                PROVEN.replace(",nop,nop,sackOK", "")
                        + """
                        +1    > .     1461:2821(1360) ack 1
                        +0    status pathMtu                          = 1400
                        """);
    }

    @Test
    @Tag("RFC5927-8")
    void belowTheFloorRoutersMayCutUpInstead() {
        Script.run(
                FLIGHT
                        + """
                        +.1   icmp 3 4 1 300
                        +0    > .     1:537(536) ack 1
                        +0    > .     537:1073(536) ack 1
                        +0    > .     1073:1609(536) ack 1
                        +0    status pathMtu                          = 576
                        +0    header                                  = ttl 64 tos 0
                        +0    icmp 3 4 1 200
                        +0    status pathMtu                          = 576
                        """);
    }

    @Test
    @Tag("RFC2923-1")
    @Tag("RFC4821-4")
    void largeSegmentsThatVanishBecomeSmallAndMayBeCutUp() {
        Script.run(
                WITHOUT_SACK
                        + """
                        +1    > .     1:1461(1460) ack 1
                        +2    > .     1:1461(1460) ack 1
                        +4    > .     1:537(536) ack 1
                        +0    header                                  = ttl 64 tos 0
                        +0    status pathMtu                          = 576
                        +0    counter PathMtuBlackHoles               = 1
                        +.1   < .     1:1(0)    ack 537 win 60000
                        +0    > .     537:1073(536) ack 1
                        +0    > .     1073:1609(536) ack 1
                        """);
    }

    @Test
    @Tag("RFC2923-1")
    void smallOnesThatVanishDoNot() {
        Script.run(
                WITHOUT_SACK.substring(0, WITHOUT_SACK.indexOf("+0    write"))
                        + """
                        +0    write 500
                        +0    > P.    1:501(500) ack 1
                        +1    > P.    1:501(500) ack 1
                        +2    > P.    1:501(500) ack 1
                        +4    > P.    1:501(500) ack 1
                        +0    header                                  = ttl 64 tos 0 df
                        +0    counter PathMtuBlackHoles               = 0
                        """);
    }

    @Test
    @Tag("RFC1191-10")
    void switchedOffItSetsNoDfAndHearsNoRouter() {
        Script.run(
                "config pathMtuDiscovery=false\n"
                        + FLIGHT.replace(" df", "")
                        + """
                        +.1   icmp 3 4 1 1400
                        +0    status pathMtu                          = 1500
                        """);
    }

    /** No link is too narrow for a SYN: whoever says so has not seen ours. */
    @Test
    @Tag("st_synSent_13")
    void aSynIsNeverTooBig() {
        Script.run(
                """
                +0    connect
                +0    > S     0:0(0)           <mss 1460,nop,wscale 0,...>
                +.1   icmp 3 4 0 1400
                +0    icmp 3 4 0 68
                +0    icmp 3 4 0 0
                +0    state                                   = SYN-SENT
                +0    status pathMtu                          = 1500
                +.9   > S     0:0(0)           <mss 1460,nop,wscale 0,...>
                +0    icmp 3 4 0 576
                +.1   < S.    0:0(0)    ack 1  win 60000 <mss 1460,nop,nop,sackOK>
                +0    > .     1:1(0)    ack 1
                +0    status sendMss                          = 1460
                +0    counter PathMtuLowered                  = 0
                """);
    }
}
