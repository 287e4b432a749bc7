package org.tcplite.tcp.scripts;

import static org.tcplite.tcp.scripts.Opened.PASSIVE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/**
 * Text out of order, and when it is acknowledged: RFC 9293 section 3.10.7.4, RFC 5681 section 4.2.
 */
class ReassemblyScriptTest {

    @Test
    @Tag("SHLD-31")
    @Tag("MAY-13")
    @Tag("RFC5681-15")
    @Tag("st_c_14")
    @Tag("RFC2525-5")
    void textAheadOfAHoleIsKeptAndAcknowledgedAtOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1001:2001(1000) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +.01  < P.    2001:3001(1000) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    read                                    = would block
                        +.01  < P.    1:1001(1000) ack 1 win 20000
                        +0    > .     1:1(0)    ack 3001
                        +0    read 3000
                        """);
    }

    @Test
    @Tag("RFC5681-15")
    void fillingPartOfAHoleIsAcknowledgedAtOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    201:301(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 101
                        +0    < P.    101:201(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 301
                        +0    read 300
                        """);
    }

    @Test
    @Tag("MUST-58")
    @Tag("MUST-59")
    void aBatchThatFillsAHoleIsAcknowledgedOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    301:401(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    <+ P.   1:101(100) ack 1 win 20000
                        +0    <+ P.   101:201(100) ack 1 win 20000
                        +0    <  P.   201:301(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 401
                        +1    read 400
                        """);
    }

    @Test
    @Tag("MUST-58")
    @Tag("RFC5681-17")
    void aBatchInOrderIsAcknowledgedOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    <+ .    1:1461(1460) ack 1 win 20000
                        +0    <+ .    1461:2921(1460) ack 1 win 20000
                        +0    <+ .    2921:4381(1460) ack 1 win 20000
                        +0    <  P.   4381:5841(1460) ack 1 win 20000
                        +0    > .     1:1(0)    ack 5841
                        +1    read 5840
                        """);
    }

    @Test
    @Tag("RFC5681-15")
    @Tag("MAY-13")
    void everySegmentOfABatchBehindAHoleHasItsDuplicateAck() {
        Script.run(
                PASSIVE
                        + """
                        +0    <+ P.   101:201(100) ack 1 win 20000
                        +0    <+ P.   201:301(100) ack 1 win 20000
                        +0    <  P.   301:401(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    > .     1:1(0)    ack 1
                        +0    > .     1:1(0)    ack 1
                        +1
                        """);
    }

    @Test
    @Tag("SEC-4")
    void theFirstCopyWins() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    101:201(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    <! text P. 101:151(50) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 201
                        +0    <! text P. 1:201(200) ack 1 win 20000
                        +0    > .     1:1(0)    ack 201
                        +0    read 200
                        """);
    }

    @Test
    @Tag("SEC-3")
    @Tag("RFC2018-2")
    void aHoleTooManyIsDroppedAndTheStreamStaysRight() {
        StringBuilder script = new StringBuilder("config receivedRanges=2\n" + PASSIVE);
        for (int from = 101; from <= 701; from += 200) {
            script.append(
                    """
                    +0    < P.    %d:%d(100) ack 1 win 20000
                    +0    > .     1:1(0)    ack 1
                    """
                            .formatted(from, from + 100));
        }
        script.append(
                """
                +0    < P.    1:101(100) ack 1 win 20000
                +0    > .     1:1(0)    ack 201
                +0    < P.    201:301(100) ack 1 win 20000
                +0    > .     1:1(0)    ack 401
                +0    < P.    401:501(100) ack 1 win 20000
                *     > .     1:1(0)    ack 501
                +0    < P.    501:801(300) ack 1 win 20000
                *     > .     1:1(0)    ack 801
                +0    read 800
                """);
        Script.run(script.toString());
    }

    @Test
    @Tag("SHLD-31")
    void withoutRangesTextAheadOfAHoleIsDropped() {
        Script.run(
                "config receivedRanges=0\n"
                        + PASSIVE
                        + """
                        +0    < P.    101:201(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:101(100) ack 1 win 20000
                        *     > .     1:1(0)    ack 101
                        +0    < P.    101:201(100) ack 1 win 20000
                        *     > .     1:1(0)    ack 201
                        +0    read 200
                        """);
    }

    @Test
    @Tag("RFC9293-20")
    @Tag("st_estab_02")
    void aFinWithoutTextAheadOfAHoleWaitsForIt() {
        Script.run(
                PASSIVE
                        + """
                        +0    < F.    101:101(0) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    state                                   = ESTABLISHED
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 102
                        +0    state                                   = CLOSE-WAIT
                        +0    read 100
                        +0    read                                    = eof
                        """);
    }

    @Test
    @Tag("MUST-40")
    @Tag("SHLD-18")
    @Tag("RFC5681-16")
    @Tag("tm_delayedAck")
    @Tag("st_c_13")
    void oneSegmentIsAcknowledgedAfter200Milliseconds() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +.2   > .     1:1(0)    ack 101
                        +.5   < P.    101:1101(1000) ack 1 win 20000
                        +.2   > .     1:1(0)    ack 1101
                        +0    counter DelayedACKs                     = 2
                        """);
    }

    @Test
    @Tag("SHLD-19")
    @Tag("RFC2525-13")
    @Tag("st_c_13")
    void everySecondFullSegmentIsAcknowledgedAtOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    < .     1:1461(1460) ack 1 win 20000
                        +.01  < .     1461:2921(1460) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2921
                        +.01  < .     2921:4381(1460) ack 1 win 20000
                        +.01  < .     4381:5841(1460) ack 1 win 20000
                        +0    > .     1:1(0)    ack 5841
                        +1    read 5840
                        """);
    }

    @Test
    @Tag("SHLD-19")
    @Tag("RFC2923-2")
    void everySecondSegmentIsAcknowledgedAtOnceThoughItIsSmallerThanTheMssOffered() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:1001(1000) ack 1 win 20000
                        +.01  < P.    1001:2001(1000) ack 1 win 20000
                        +0    > .     1:1(0)    ack 2001
                        +.01  < .     2001:2513(512) ack 1 win 20000
                        +.01  < .     2513:3025(512) ack 1 win 20000
                        +0    > .     1:1(0)    ack 3025
                        +1    read 3024
                        """);
    }

    @Test
    @Tag("SHLD-18")
    void theAcknowledgmentRidesOnText() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +.1   write 50
                        +0    > P.    1:51(50)  ack 101
                        +.3   < .     101:101(0) ack 51 win 20000
                        """);
    }

    @Test
    @Tag("MUST-40")
    void theDelayIsConfigurable() {
        Script.run(
                "config delayedAckMs=40\n"
                        + PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +.04  > .     1:1(0)    ack 101
                        """);
    }

    @Test
    @Tag("RFC9293-20")
    @Tag("SEC-3")
    void aFinWhoseTextIsDroppedIsDroppedToo() {
        Script.run(
                "config receivedRanges=1\n"
                        + PASSIVE
                        + """
                        +0    < P.    201:301(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    < FP.   401:501(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 1
                        +0    < P.    1:201(200) ack 1 win 20000
                        +0    > .     1:1(0)    ack 301
                        +0    < P.    301:401(100) ack 1 win 20000
                        *     > .     1:1(0)    ack 401
                        +0    state                                   = ESTABLISHED
                        +0    read 400
                        +0    read                                    = would block
                        +0    < FP.   401:501(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 502
                        +0    read 100
                        +0    read                                    = eof
                        """);
    }

    @Test
    @Tag("MUST-58")
    @Tag("MUST-59")
    void aBatchOfHoleAndFillingIsAcknowledgedOnce() {
        Script.run(
                PASSIVE
                        + """
                        +0    <+ P.   101:201(100) ack 1 win 20000
                        +0    <+ P.   201:301(100) ack 1 win 20000
                        +0    <  P.   1:101(100) ack 1 win 20000
                        +0    > .     1:1(0)    ack 301
                        +1    read 300
                        """);
    }

    @Test
    @Tag("MUST-40")
    void theDelayIsTheNextDeadline() {
        Script.run(
                PASSIVE
                        + """
                        +0    < P.    1:101(100) ack 1 win 20000
                        +0    deadline                                = .2
                        +.05  deadline                                = .15
                        +.15  > .     1:1(0)    ack 101
                        +0    deadline                                = none
                        """);
    }
}
