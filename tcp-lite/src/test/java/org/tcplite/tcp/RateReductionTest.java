package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proportional rate reduction (RFC 9937) as traces, one acknowledgment after the other. */
class RateReductionTest {

    private static final int MSS = 1_000;

    private final Tcb tcb = new Tcb(0, 64, 0);

    /** {@code segments} in flight, the window as large. */
    private void flight(int segments, int ssthresh) {
        tcb.sendMss = MSS;
        tcb.sndUna = 1;
        tcb.sndNxt = 1;
        for (int i = 0; i < segments; i++) {
            send(i);
        }
        tcb.cwnd = segments * MSS;
        tcb.ssthresh = ssthresh * MSS;
    }

    private void send(long nowNs) {
        tcb.sentRecords.sent(tcb.sndNxt, tcb.sndNxt + MSS, nowNs);
        tcb.sndNxt += MSS;
        tcb.prrOut += MSS;
    }

    /** Sends what the window lets go: what is lost first, then new text; how many segments. */
    private int sendAll() {
        SentRecords records = tcb.sentRecords;
        int sent = 0;
        while (tcb.pipe() + MSS <= tcb.cwnd) {
            int lost = records.firstLost();
            if (lost >= 0) {
                records.resent(records.start(lost), records.endSeq(lost), 100);
                tcb.prrOut += MSS;
            } else {
                send(100);
            }
            sent++;
        }
        return sent;
    }

    /**
     * Segments {@code 0..lost-1} are lost, the others are reported one by one; the third report
     * begins recovery.
     */
    private int[] trace(int segments, int lost, int ssthresh) {
        flight(segments, ssthresh);
        SentRecords records = tcb.sentRecords;
        int[] trace = new int[segments - lost - 2];
        records.sacked(lost);
        records.sacked(lost + 1);
        for (int i = 0; i < trace.length; i++) {
            if (i == 0) {
                RateReduction.begin(tcb, (segments - 2) * MSS);
            }
            records.sacked(lost + 2 + i);
            for (int k = 0; i == 0 && k < lost; k++) {
                records.lost(k);
            }
            RateReduction.acknowledged(tcb, MSS, false);
            trace[i] = sendAll();
        }
        return trace;
    }

    private static int[] golden(String text) {
        return text.chars().map(c -> c - '0').toArray();
    }

    @Test
    @Tag("RFC6937-1")
    @Tag("RFC6937-3")
    @Tag("RFC9937-3")
    void aSingleLossSendsAboutEverySecondAcknowledgmentFromTheFirst() {
        assertArrayEquals(golden("10010101101001111"), trace(20, 1, 10));
        assertEquals(10 * MSS, tcb.pipe(), "it ends at ssthresh");
    }

    @Test
    @Tag("RFC6937-4")
    void manyLossesAreCaughtUpWithNoFasterThanIsDelivered() {
        assertArrayEquals(golden("111"), trace(20, 15, 10));
    }

    @Test
    @Tag("RFC9937-1")
    void aSafeAcknowledgmentLetsOneSegmentMoreGo() {
        trace(20, 15, 10);
        tcb.sentRecords.acknowledged(1 + MSS);
        tcb.sndUna = 1 + MSS;
        RateReduction.acknowledged(tcb, MSS, true);
        assertEquals(2, sendAll());
        tcb.sentRecords.acknowledged(1 + 2 * MSS);
        tcb.sndUna = 1 + 2 * MSS;
        RateReduction.acknowledged(tcb, MSS, false);
        assertEquals(1, sendAll());
    }

    @Test
    @Tag("RFC9937-4")
    void whatDeliversNothingLetsNothingGo() {
        trace(20, 1, 10);
        int before = tcb.cwnd;
        RateReduction.acknowledged(tcb, 0, false);
        assertEquals(before, tcb.cwnd);
    }

    @ParameterizedTest
    @CsvSource({"20, 10", "40, 28", "60, 30", "60, 42"})
    @Tag("RFC6937-2")
    @Tag("RFC6937-3")
    void whatIsSentNeverExceedsItsShareOfWhatIsDelivered(int segments, int ssthresh) {
        flight(segments, ssthresh);
        SentRecords records = tcb.sentRecords;
        RateReduction.begin(tcb, segments * MSS);
        records.lost(0);
        for (int i = 1; i < segments; i++) {
            records.sacked(i);
            if (tcb.pipe() <= tcb.ssthresh) {
                assertTrue(i > segments / 3, "ssthresh is reached too early");
                return;
            }
            RateReduction.acknowledged(tcb, MSS, false);
            sendAll();
            double share = Math.ceil((double) tcb.prrDelivered * ssthresh / segments);
            boolean first = i <= 2;
            assertTrue(tcb.prrOut <= share + (first ? MSS : 1), i + ": " + tcb.prrOut);
            assertTrue(tcb.prrOut > share - MSS - 1, i + ": " + tcb.prrOut);
        }
    }
}
