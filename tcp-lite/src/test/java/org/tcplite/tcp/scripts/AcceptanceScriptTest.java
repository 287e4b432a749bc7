package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;
import static org.tcplite.tcp.scripts.Opened.SMALL_WINDOW;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcplite.script.Script;

/** Which segments are taken: RFC 9293 sections 3.1, 3.4 and 3.10.7.4, first and fifth step. */
class AcceptanceScriptTest {

    @Test
    @Tag("RFC9293-3")
    @Tag("RFC5961-12")
    @Tag("st_c_01")
    void oldTextIsAcknowledgedEachTime() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    read 100
                        +.2   > .     1:1(0)    ack 101
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 101
                        +0    < P.    1:51(50)  ack 1  win 20000
                        +0    > .     1:1(0)    ack 101
                        +0    read                                    = would block
                        """);
    }

    @ParameterizedTest
    @CsvSource({"4097, 4107", "100000, 100010", "-30000, -29990"})
    @Tag("RFC9293-2")
    @Tag("RFC9293-3")
    @Tag("st_c_01")
    void textOutsideTheWindowIsAcknowledgedAndDropped(int from, int to) {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < P.    %d:%d(10) ack 1  win 20000
                        +0    > .     1:1(0)    ack 1  win 4096
                        +0    read                                    = would block
                        """
                                .formatted(from, to));
    }

    @Test
    @Tag("RFC9293-2")
    @Tag("RFC9293-5")
    void theLastOctetOfTheWindowIsTakenAndNoMore() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < P.    4096:4106(10) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1  win 4096
                        +0    < .     1:1461(1460) ack 1 win 20000
                        *     > .     1:1(0)    ack 1461 win 2636
                        +0    < .     1461:2921(1460) ack 1 win 20000
                        *     > .     1:1(0)    ack 2921 win 1176
                        +0    < .     2921:4096(1175) ack 1 win 20000
                        *     > .     1:1(0)    ack 4097 win 0
                        +0    read 4096
                        +0    > .     1:1(0)    ack 4097 win 4096
                        """);
    }

    @Test
    @Tag("RFC9293-2")
    void aBareAckAtTheRightEdgeOfTheWindowCountsAndAResetThereDoesNot() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1 win 4096
                        +.02  < .     4098:4098(0) ack 101 win 20000
                        +0    > .     101:101(0) ack 1 win 4096
                        +0    status sndUna                           = 1
                        +0    < R     4097:4097(0) win 0
                        +0    state                                   = ESTABLISHED
                        +0    < .     4097:4097(0) ack 101 win 20000
                        +0    status sndUna                           = 101
                        """);
    }

    @Test
    @Tag("RFC9293-3")
    @Tag("st_c_01")
    void aBareAckBehindTheWindowCountsForOneThatHasSentPastTheOtherWindow() {
        Script.run(
                SMALL_WINDOW
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    read 100
                        +.2   > .     1:1(0)    ack 101
                        +0    write 100
                        +0    > P.    1:101(100) ack 101
                        +0    < .     1:1(0)    ack 51 win 20000
                        +0    > .     101:101(0) ack 101
                        +0    < .     101:101(0) ack 1 win 10
                        +0    status sndWnd                           = 10
                        +1    > .     1:11(10)  ack 101
                        +0    < .     -4096:-4096(0) ack 101 win 10
                        +0    > .     11:11(0)  ack 101
                        +0    < .     1:1(0)    ack 1  win 10
                        +0    status sndUna                           = 1
                        +0    < .     1:1(0)    ack 101 win 20000
                        +0    status sndUna                           = 101
                        """);
    }

    @Test
    @Tag("RFC9293-5")
    void aRetransmissionWithALongerTailBringsTheTail() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +.2   > .     1:1(0)    ack 101
                        +0    < P.    1:201(200) ack 1 win 20000
                        *     > .     1:1(0)    ack 201
                        +0    read 200
                        """);
    }

    @Test
    @Tag("RFC9293-15")
    @Tag("st_c_07")
    void withoutAnAckFlagASegmentIsDropped() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P     1:101(100)       win 20000
                        +0    < F     1:1(0)           win 20000
                        +0    < -     1:101(100)       win 20000
                        +0    read                                    = would block
                        +0    state                                   = ESTABLISHED
                        """);
    }

    @Test
    @Tag("st_c_01")
    void withoutAnAckFlagOutsideTheWindowASegmentIsAcknowledged() {
        Script.run(
                PASSIVE
                        + """
                        +0    < -     900000:900100(100) win 20000
                        +0    > .     1:1(0)    ack 1
                        """);
    }

    @Test
    @Tag("RFC9293-16")
    @Tag("SEC-1")
    @Tag("st_c_08")
    void anAckOfWhatWasNotSentIsAnsweredAndItsTextDropped() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    < P.    1:11(10)  ack 102 win 20000
                        +0    > .     101:101(0) ack 1
                        +0    read                                    = would block
                        +0    status sndUna                           = 1
                        +0    status cwnd                             = 4000
                        """);
    }

    @Test
    @Tag("RFC9293-17")
    @Tag("st_c_10")
    void anOldAckDoesNotLoseItsText() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +.02  < .     1:1(0)    ack 101 win 20000
                        +0    < P.    1:11(10)  ack 1  win 20000
                        +0    read 10
                        +.2   > .     101:101(0) ack 11
                        """);
    }

    @Test
    @Tag("RFC9293-18")
    void anOlderWindowDoesNotReplaceANewerOne() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    11:21(10) ack 1  win 2000
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:11(10)  ack 1  win 9000
                        +0    > .     1:1(0)    ack 21
                        +0    status sndWnd                           = 2000
                        +0    write 5000
                        +0    > .     1:1001(1000) ack 21
                        +0    > .     1001:2001(1000) ack 21
                        """);
    }

    @Test
    @Tag("RFC9293-18")
    @Tag("st_c_12")
    void theSameNumbersMayBringANewWindow() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1(0)    ack 1  win 1000
                        +0    status sndWnd                           = 1000
                        +0    write 3000
                        +0    > .     1:1001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 3000
                        +0    > .     1001:2001(1000) ack 1
                        +0    > P.    2001:3001(1000) ack 1
                        """);
    }

    @Test
    @Tag("MUST-1")
    @Tag("MUST-15")
    void theWindowIsUnsigned() {
        Script.run(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 65535 <mss 1000>
                +0    > S.    0:0(0)    ack 1  <mss 1460>
                +0    < .     1:1(0)    ack 1  win 65535      = ESTABLISHED
                +0    status sndWnd                           = 65535
                """);
    }

    @Test
    @Tag("MUST-3")
    void aWrongChecksumHasNoEffect() {
        Script.run(
                PASSIVE
                        + """
                        +0    <! checksum P. 1:11(10) ack 1 win 20000
                        +0    <! checksum R  1:1(0)
                        +1    read                                    = would block
                        +0    state                                   = ESTABLISHED
                        +0    counter InCsumErrors                    = 2
                        +0    <! checksum,verified P. 1:11(10) ack 1 win 20000
                        +0    read 10
                        +.2   > .     1:1(0)    ack 11
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offset=0",
                "offset=4",
                "offset=8",
                "offset=15",
                "truncate=19",
                "truncate=1"
            })
    @Tag("RFC9293-9")
    void anImpossibleLengthHasNoEffect(String damage) {
        Script.run(
                PASSIVE
                        + """
                        +0    <! %s   P. 1:11(10) ack 1 win 20000
                        +1    read                                    = would block
                        +0    counter InErrsLength                    = 1
                        """
                                .formatted(damage));
    }

    @Test
    @Tag("RFC9293-8")
    void reservedBitsAreIgnored() {
        Script.run(
                PASSIVE
                        + """
                        +0    <! reserved P. 1:11(10) ack 1 win 20000
                        +0    read 10
                        +.2   > .     1:1(0)    ack 11
                        """);
    }

    @Test
    @Tag("st_c_18")
    @Tag("RFC5927-1")
    @Tag("RFC5927-4")
    @Tag("MUST-56")
    void icmpErrorsNeverEndASynchronizedConnection() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    signals = !trouble
                        +0    icmp 3 3 101
                        +0    icmp 3 3 0
                        +0    signals = !trouble
                        +0    icmp 3 3 1
                        +0    signals = trouble !ended
                        +0    icmp 3 1 100
                        +0    signals = trouble !ended
                        +0    state                                   = ESTABLISHED
                        +.1   < .     1:1(0)    ack 101 win 20000
                        """);
    }

    @Test
    @Tag("SHLD-20")
    void reportsNobodyAsksForDisturbNothing() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    icmp 3 1 1
                        +0    icmp 11 0 1
                        +0    icmp 3 1 1
                        +0    counter IcmpErrors                      = 3
                        +0    < P.    1:11(10)  ack 101 win 20000
                        +0    read 10
                        +.2   > .     101:101(0) ack 11
                        +0    signals = trouble !ended
                        """);
    }

    @Test
    @Tag("MUST-55")
    @Tag("RFC6633-2")
    void sourceQuenchHasNoEffect() {
        Script.run(
                PASSIVE
                        + """
                        +0    write 100
                        +0    > P.    1:101(100) ack 1
                        +0    icmp 4 0 1
                        +0    signals = !trouble !ended
                        +0    status cwnd                             = 4000
                        """);
    }

    @Test
    @Tag("RFC6093-2")
    @Tag("RFC9293-24")
    void urgentDataStaysInLine() {
        Script.run(
                PASSIVE
                        + """
                        +0    < PU.   1:11(10)  ack 1  win 20000 urg 5
                        +0    read 10
                        +.2   > .     1:1(0)    ack 11
                        +0    < PU.   11:21(10) ack 1  win 20000 urg 60000
                        +0    read 10
                        +.2   > .     1:1(0)    ack 21
                        """);
    }

    /** A middlebox has cleared the flag of the first, and of the second when it came again. */
    @Test
    @Tag("RFC6093-3")
    void withoutItsFlagUrgentTextIsTextLikeAnyOther() {
        Script.run(
                PASSIVE
                        + """
                        +0    < PU.   11:21(10) ack 1  win 20000 urg 5
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:11(10)  ack 1  win 20000
                        +0    > .     1:1(0)    ack 21
                        +0    < P.    11:21(10) ack 1  win 20000
                        +0    > .     1:1(0)    ack 21
                        +0    read 20
                        """);
    }

    @Test
    @Tag("MUST-30")
    @Tag("MUST-32")
    @Tag("st_c_15")
    void theUserIsToldOfUrgentDataAndOfEveryAdvance() {
        Script.run(
                PASSIVE
                        + """
                        +0    < PU.   1:11(10)  ack 1  win 20000 urg 5
                        +0    signals = urgent readable
                        +0    < PU.   11:21(10) ack 1  win 20000 urg 5
                        +0    > .     1:1(0)    ack 21
                        +0    signals = urgent
                        """);
    }

    @Test
    @Tag("MUST-31")
    @Tag("MUST-33")
    @Tag("MUST-62")
    @Tag("RFC6093-1")
    void theUserLearnsHowMuchOfItIsLeft() {
        Script.run(
                PASSIVE
                        + """
                        +0    urgent                                  = 0
                        +0    < PU.   1:11(10)  ack 1  win 20000 urg 5
                        +0    urgent                                  = 5
                        +0    read 4
                        +0    urgent                                  = 1
                        +0    read 1
                        +0    urgent                                  = 0
                        +0    read 5
                        +.2   > .     1:1(0)    ack 11
                        +0    < .U    11:11(0)  ack 1  win 20000 urg 40000
                        +0    urgent                                  = 40000
                        +0    < P.    11:1011(1000)   ack 1 win 20000
                        +0    < P.    1011:2011(1000) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2011
                        +0    read 2000
                        +0    urgent                                  = 38000
                        """);
    }

    @Test
    @Tag("RFC9293-24")
    void anUrgentPointerThatGoesBackIsNoNews() {
        Script.run(
                PASSIVE
                        + """
                        +0    < PU.   1:11(10)  ack 1  win 20000 urg 50
                        +0    signals = urgent readable
                        +0    < PU.   11:21(10) ack 1  win 20000 urg 20
                        +0    > .     1:1(0)    ack 21
                        +0    signals = readable !urgent
                        """);
    }

    @Test
    @Tag("MUST-54")
    @Tag("RFC5927-5")
    void anIcmpErrorReachesItsConnectionOnly() {
        Script.run(
                """
                +0    a: connect
                +0    a: > S  0:0(0)           <mss 1460,...>
                +0    b: connect
                +0    b: > S  0:0(0)           <mss 1460,...>
                +0    a: icmp 3 1 0
                +0    a: signals = trouble
                +0    b: signals = none
                +0    a: icmp 3 3 0                           = CLOSED
                +0    b: state                                = SYN-SENT
                +0    c: icmp 3 3 0
                +0    b: signals = none
                """);
    }
}
