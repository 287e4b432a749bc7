package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Round-trip time, records of what was sent, and the congestion window, as tables of cases. */
class RetransmissionPartsTest {

    private static final long MS = 1_000_000;

    private final Tcb tcb = new Tcb(0, 4, 0);

    @Nested
    class RoundTripTime {

        private RttEstimator estimator(int minMs) {
            TcpConfig config = new TcpConfig();
            config.rtoMinMs = minMs;
            RttEstimator estimator = new RttEstimator(config);
            estimator.start(tcb);
            return estimator;
        }

        @Test
        @Tag("RFC6298-1")
        void beforeAMeasurementItIsOneSecond() {
            estimator(1);
            assertEquals(1_000 * MS, tcb.rtoNs);
            assertEquals(0, tcb.srttNs);
        }

        @Test
        @Tag("RFC6298-2")
        @Tag("RFC6298-3")
        void measurementsAreSmoothed() {
            RttEstimator estimator = estimator(1);
            estimator.measured(tcb, 100 * MS);
            assertEquals(100 * MS, tcb.srttNs);
            assertEquals(50 * MS, tcb.rttvarNs);
            assertEquals(300 * MS, tcb.rtoNs);
            estimator.measured(tcb, 200 * MS); // RTTVAR is updated with the old SRTT
            assertEquals(62_500_000, tcb.rttvarNs);
            assertEquals(112_500_000, tcb.srttNs);
            assertEquals(362_500_000, tcb.rtoNs);
            estimator.measured(tcb, 112_500_000);
            assertEquals(46_875_000, tcb.rttvarNs);
            assertEquals(112_500_000, tcb.srttNs);
            estimator.measured(tcb, 12_500_000);
            assertEquals(60_156_250, tcb.rttvarNs);
            assertEquals(100_000_000, tcb.srttNs);
        }

        @Test
        @Tag("RFC6298-8")
        void ofASteadyRoundTripTheGranularityRemains() {
            RttEstimator estimator = estimator(1);
            for (int i = 0; i < 200; i++) {
                estimator.measured(tcb, 10 * MS);
            }
            assertEquals(10 * MS, tcb.srttNs);
            assertEquals(11 * MS, tcb.rtoNs, "SRTT + G");
        }

        @Test
        @Tag("RFC6298-4")
        @Tag("RFC6298-5")
        void thereIsAFloorAndACeiling() {
            RttEstimator estimator = estimator(1_000);
            estimator.measured(tcb, MS);
            assertEquals(1_000 * MS, tcb.rtoNs);
            estimator.measured(tcb, 500_000 * MS);
            assertEquals(60_000 * MS, tcb.rtoNs);
            estimator.measured(tcb, 0);
            assertTrue(tcb.srttNs > 0);
        }

        @Test
        @Tag("RFC6298-12")
        void backingOffDoublesToTheCeilingAndAMeasurementEndsIt() {
            RttEstimator estimator = estimator(1_000);
            long[] expected = {2, 4, 8, 16, 32, 60, 60};
            for (long seconds : expected) {
                estimator.backOff(tcb);
                assertEquals(seconds * 1_000 * MS, tcb.rtoNs);
            }
            estimator.measured(tcb, 100 * MS);
            assertEquals(1_000 * MS, tcb.rtoNs);
        }

        @Test
        @Tag("RFC6298-13")
        void afterALostSynTextStartsWithThreeSeconds() {
            estimator(1).synTimedOut(tcb);
            assertEquals(3_000 * MS, tcb.rtoNs);
        }
    }

    @Nested
    class Records {

        private final SentRecords records = new SentRecords(4);

        @ParameterizedTest
        @ValueSource(ints = {1000, 0x7fffffff - 150, 0xffffffff - 150, 0x80000000})
        @Tag("RFC6298-6")
        @Tag("MUST-18")
        void theSampleIsTheFirstAcknowledgedAndNoneIfAnyWasSentAgain(int una) {
            records.clear();
            for (int i = 1; i <= 3; i++) {
                records.sent(una + 100 * (i - 1), una + 100 * i, 10 * i);
            }
            assertEquals(3, records.count());
            records.acknowledged(una + 99);
            assertFalse(records.hasSample(), "no record is complete");
            records.acknowledged(una + 200);
            assertTrue(records.hasSample());
            assertEquals(10, records.sampleSentAtNs());
            assertEquals(1, records.count());
            records.resent(una + 200, una + 300, 40);
            records.sent(una + 300, una + 400, 50);
            records.acknowledged(una + 400);
            assertFalse(records.hasSample(), "Karn: it may answer either copy");
            assertEquals(0, records.count());
        }

        @ParameterizedTest
        @ValueSource(ints = {1000, 0x7fffffff - 250, 0xffffffff - 250})
        @Tag("RFC6298-6")
        void onlyWhatWasSentAgainIsMarked(int una) {
            for (int i = 1; i <= 4; i++) {
                records.sent(una + 100 * (i - 1), una + 100 * i, i);
            }
            records.resent(una + 100, una + 200, 9); // the second
            records.acknowledged(una + 100);
            assertTrue(records.hasSample());
            records.acknowledged(una + 200);
            assertFalse(records.hasSample());
            records.acknowledged(una + 300);
            assertTrue(records.hasSample());
            assertEquals(3, records.sampleSentAtNs());
            records.resent(una + 350, una + 360, 9); // part of the fourth
            records.acknowledged(una + 400);
            assertFalse(records.hasSample());
        }

        @Test
        void whenFullTheNewestGrowsAndKeepsTheLaterTime() {
            for (int i = 1; i <= 6; i++) {
                records.sent(100 * (i - 1), 100 * i, i);
            }
            assertEquals(4, records.count());
            assertEquals(600, records.endSeq(3));
            records.acknowledged(300);
            records.acknowledged(599);
            assertFalse(records.hasSample());
            records.acknowledged(600);
            assertTrue(records.hasSample());
            assertEquals(6, records.sampleSentAtNs());
        }

        @Test
        void theRingIsUsedRoundAndRound() {
            for (int i = 1; i <= 100; i++) {
                records.sent(100 * (i - 1), 100 * i, i);
                if (i > 2) {
                    records.acknowledged(100 * (i - 2));
                    assertEquals(i - 2, records.sampleSentAtNs());
                    assertEquals(2, records.count());
                    assertEquals(100 * (i - 1), records.endSeq(0));
                    assertEquals(100 * i, records.endSeq(1));
                }
            }
        }
    }

    @Nested
    class CongestionWindow {

        private final CongestionControl control = new CongestionControl(new TcpConfig());

        private void start(int mss, int iss, boolean synLost) {
            tcb.sendMss = mss;
            tcb.iss = iss;
            tcb.sndUna = iss + 1;
            tcb.sndNxt = iss + 1;
            control.start(tcb, synLost);
            tcb.flightPeak = 1 << 20;
        }

        @ParameterizedTest
        @CsvSource({
            "64, 256",
            "536, 2144",
            "1095, 4380",
            "1096, 3288",
            "1460, 4380",
            "2190, 6570",
            "2191, 4382",
            "8960, 17920"
        })
        @Tag("RFC5681-2")
        @Tag("RFC5681-4")
        void theInitialWindowFollowsTheSegmentSize(int mss, int window) {
            start(mss, 0, false);
            assertEquals(window, tcb.cwnd);
            start(mss, 0, true);
            assertEquals(mss, tcb.cwnd, "one segment after a lost SYN");
        }

        @ParameterizedTest
        @CsvSource({"64, 640", "1460, 14600", "1461, 14600", "7300, 14600", "8960, 17920"})
        @Tag("RFC6928-1")
        void aLargeInitialWindowIsTenSegmentsOrAsManyOctets(int mss, int window) {
            TcpConfig config = new TcpConfig();
            config.largeInitialWindow = true;
            tcb.sendMss = mss;
            new CongestionControl(config).start(tcb, false);
            assertEquals(window, tcb.cwnd);
        }

        @Test
        @Tag("RFC7661-1")
        void theWindowGrowsOnlyAsFarAsItIsUsed() {
            start(1000, 0, false);
            tcb.sndNxt = tcb.sndUna + 3_000;
            tcb.flightPeak = 3_000;
            for (int i = 0; i < 20; i++) {
                control.acknowledged(tcb, 1000, 0);
            }
            assertEquals(6_000, tcb.cwnd, "slow start: twice the flight");
            tcb.ssthresh = 4_000;
            for (int i = 0; i < 20; i++) {
                control.acknowledged(tcb, 1000, 0);
            }
            assertEquals(6_000, tcb.cwnd, "avoidance: the flight is far below");
            tcb.flightPeak = 5_500;
            for (int i = 0; i < 20; i++) {
                control.acknowledged(tcb, 1000, 0);
            }
            assertEquals(7_000, tcb.cwnd, "less than a segment is unused");
        }

        @Test
        @Tag("RFC5681-6")
        void slowStartGrowsByWhatIsAcknowledgedButNoMoreThanASegment() {
            start(1000, 0, false);
            assertEquals(4000, tcb.cwnd);
            control.acknowledged(tcb, 400, 0);
            assertEquals(4400, tcb.cwnd);
            control.acknowledged(tcb, 3000, 0);
            assertEquals(5400, tcb.cwnd);
        }

        @Test
        @Tag("RFC5681-7")
        void congestionAvoidanceGrowsByASegmentAWindow() {
            start(1000, 0, false);
            tcb.ssthresh = 4000;
            for (int i = 0; i < 3; i++) {
                control.acknowledged(tcb, 1000, 0);
                assertEquals(4000, tcb.cwnd);
            }
            control.acknowledged(tcb, 1000, 0);
            assertEquals(5000, tcb.cwnd);
            for (int i = 0; i < 5; i++) {
                control.acknowledged(tcb, 1000, 0);
            }
            assertEquals(6000, tcb.cwnd);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 0x7fffffff - 5000, 0xffffffff - 5000, 0x7fffffff, 0xffffffff})
        @Tag("RFC5681-12")
        @Tag("RFC5681-13")
        @Tag("RFC6582-3")
        @Tag("RFC6582-4")
        void theThirdDuplicateStartsRecoveryAndAFullAckEndsIt(int iss) {
            start(1000, iss, false);
            tcb.sndNxt = tcb.sndUna + 10_000;
            tcb.cwnd = 10_000;
            assertFalse(control.duplicateAck(tcb));
            assertFalse(control.duplicateAck(tcb));
            assertTrue(control.duplicateAck(tcb));
            assertEquals(5_000, tcb.ssthresh);
            assertEquals(8_000, tcb.cwnd);
            assertFalse(control.duplicateAck(tcb));
            assertEquals(9_000, tcb.cwnd);
            tcb.sndUna += 2_000;
            assertTrue(control.acknowledgedInRecovery(tcb, 2_000), "partial: send the next hole");
            assertEquals(8_000, tcb.cwnd, "deflated by what is acknowledged, less one segment");
            assertTrue(tcb.fastRecovery);
            tcb.sndUna += 8_000;
            assertFalse(control.acknowledgedInRecovery(tcb, 8_000));
            assertFalse(tcb.fastRecovery);
            assertEquals(2_000, tcb.cwnd, "RFC 6582 3.2 (3): min(ssthresh, flight + SMSS)");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 0x7fffffff - 5000, 0xffffffff - 5000})
        @Tag("RFC6582-1")
        @Tag("RFC6582-2")
        @Tag("RFC6582-6")
        @Tag("RFC5681-9")
        void duplicatesFromBeforeATimeOutStartNoRecovery(int iss) {
            start(1000, iss, false);
            tcb.sndNxt = tcb.sndUna + 6_000;
            tcb.retransmits = 1;
            control.timedOut(tcb, 0);
            assertEquals(3_000, tcb.ssthresh);
            assertEquals(1_000, tcb.cwnd);
            tcb.sndUna += 6_000;
            tcb.sndNxt = tcb.sndUna + 5_000;
            for (int i = 0; i < 5; i++) {
                assertFalse(control.duplicateAck(tcb), "not above recover");
            }
            tcb.duplicateAcks = 0;
            tcb.sndUna++;
            control.duplicateAck(tcb);
            control.duplicateAck(tcb);
            assertTrue(control.duplicateAck(tcb));
        }

        @Test
        @Tag("RFC5681-8")
        void ssthreshIsHeldAndNeverBelowTwoSegments() {
            start(1000, 0, false);
            tcb.sndNxt = tcb.sndUna + 8_000;
            tcb.retransmits = 1;
            control.timedOut(tcb, 0);
            assertEquals(4_000, tcb.ssthresh);
            tcb.retransmits = 2;
            tcb.sndNxt = tcb.sndUna + 1;
            control.timedOut(tcb, 0);
            assertEquals(4_000, tcb.ssthresh);
            tcb.retransmits = 1;
            control.timedOut(tcb, 0);
            assertEquals(2_000, tcb.ssthresh);
        }

        @Test
        @Tag("RFC5681-18")
        void idlenessEndsInTheInitialWindow() {
            start(1460, 0, false);
            tcb.cwnd = 100_000;
            control.restartAfterIdle(tcb);
            assertEquals(4380, tcb.cwnd);
            tcb.cwnd = 1460;
            control.restartAfterIdle(tcb);
            assertEquals(1460, tcb.cwnd);
        }
    }
}
