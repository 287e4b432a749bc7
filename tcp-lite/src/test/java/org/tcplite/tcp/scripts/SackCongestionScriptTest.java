package org.tcplite.tcp.scripts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.script.Script;

/**
 * Selective acknowledgments and the congestion window: the rules of RFC 5681 stay in force, and
 * where RFC 6675 says when something counts as lost, this is what RACK-TLP says instead (RFC 8985).
 */
class SackCongestionScriptTest {

    private static final String TEN = LossRecoveryScriptTest.TEN;

    @Test
    @Tag("RFC2018-10")
    @Tag("RFC8985-17")
    void reportsLetNoMoreOutThanTheCongestionWindow() {
        Script.run(
                TEN
                        + """
                        +0    write 8000
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    > .     10001:11001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001>
                        +0    > .     11001:12001(1000) ack 1
                        +0    status cwnd                             = 10000
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +0    > .     1:1001(1000) ack 1
                        +0    status ssthresh                         = 5000
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:5001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:6001>
                        +1    > .     1:1001(1000) ack 1
                        +0    status cwnd                             = 1000
                        +0    status congestionState                  = 4
                        """);
    }

    @Test
    @Tag("RFC2018-10")
    @Tag("RFC8985-17")
    void sevenLostAtOnceAreNotSevenSentAtOnce() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 7001:10001>
                        +0    > .     1:1001(1000) ack 1
                        +0    > .     1001:2001(1000) ack 1
                        +0    > .     2001:3001(1000) ack 1
                        +0    status ssthresh                         = 5000
                        +.1   < .     1:1(0)    ack 3001 win 60000 <nop,nop,sack 7001:10001>
                        +0    > .     3001:4001(1000) ack 1
                        +0    > .     4001:5001(1000) ack 1
                        +0    > .     5001:6001(1000) ack 1
                        +0    > .     6001:7001(1000) ack 1
                        +0    status cwnd                             = 4000
                        """);
    }

    /** RFC 6675's boundary of octets, met by counting segments and pieces of them. */
    @Test
    @Tag("RFC6675-2")
    void twoSegmentsBeyondAHoleAreNoLossAndAnOctetMoreIs() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001>
                        +0    status congestionState                  = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3002>
                        +0    > .     1:1001(1000) ack 1
                        +0    status congestionState                  = 3
                        """);
    }

    @Test
    @Tag("RFC6675-2")
    void threeRangesBeyondAHoleAreALoss() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1101:1201>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2101:2201 1101:1201>
                        +0    status congestionState                  = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 3101:3201 2101:2201 1101:1201>
                        +0    > .     1:1001(1000) ack 1
                        +0    status congestionState                  = 3
                        """);
    }

    /** No rule 3 and no rescue: a hole nobody has judged waits for the reordering window. */
    @Test
    @Tag("RFC6675-4")
    void newTextGoesBeforeAHoleThatIsNotYetALoss() {
        Script.run(
                TEN
                        + """
                        +0    write 8000
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    > .     10001:11001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 3001:4001 1001:2001>
                        +0    > .     11001:12001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 3001:5001 1001:2001>
                        +0    > .     1:1001(1000) ack 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 3001:5001 1001:2001>
                        """);
    }

    /** What counts is what the reports say, not how many of them there are. */
    @Test
    @Tag("RFC6675-6")
    void duplicatesWithoutNewsAreNotCounted() {
        Script.run(
                TEN
                        + """
                        +.1   < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    < .     1:1(0)    ack 1  win 60000
                        +0    status congestionState                  = 0
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:2001>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:3001>
                        +0    status congestionState                  = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 1001:4001>
                        +0    > .     1:1001(1000) ack 1
                        """);
    }

    /** Three segments of an octet do; the window then falls by and by (RFC 9937), not at once. */
    @Test
    @Tag("RFC6675-7")
    void threeSmallSegmentsBeginTheRecoveryToo() {
        Script.run(
                TEN.substring(0, TEN.indexOf("+0    write"))
                        + """
                        +0    nodelay
                        +0    write 1
                        +0    > P.    1:2(1)    ack 1
                        +0    write 1
                        +0    > P.    2:3(1)    ack 1
                        +0    write 1
                        +0    > P.    3:4(1)    ack 1
                        +0    write 1
                        +0    > P.    4:5(1)    ack 1
                        +0    write 1
                        +0    > P.    5:6(1)    ack 1
                        +.1   < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2:3>
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2:4>
                        +0    status congestionState                  = 1
                        +0    < .     1:1(0)    ack 1  win 60000 <nop,nop,sack 2:5>
                        +0    > .     1:2(1)    ack 1
                        +0    status congestionState                  = 3
                        +0    status ssthresh                         = 2000
                        +.1   < .     1:1(0)    ack 6  win 60000
                        +0    status congestionState                  = 0
                        +0    status cwnd                             = 2000
                        """);
    }
}
