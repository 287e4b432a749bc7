package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CUBIC in integers, against the formulas of RFC 9438 in doubles. */
class CubicTest {

    private static final double C = 0.4;
    private static final double BETA = 0.7;
    private static final long MS = 1_000_000;

    private final Cubic cubic = new Cubic();
    private final Tcb tcb = new Tcb(0, 4, 0);

    private void start(int mss, int cwnd, int rttMs) {
        tcb.sendMss = mss;
        tcb.cwnd = cwnd;
        tcb.srttNs = rttMs * MS;
        tcb.bytesAcked = 0;
        cubic.start(tcb);
    }

    @Test
    @Tag("RFC9438-1")
    void theCubeRootIsExactlyRoundedDown() {
        for (long n = 0; n < 100_000; n++) {
            long root = Cubic.cubeRoot(n);
            assertTrue(root * root * root <= n && (root + 1) * (root + 1) * (root + 1) > n);
        }
        for (long root = 1; root < 2_000_000; root += 997) {
            assertEquals(root, Cubic.cubeRoot(root * root * root));
            assertEquals(root - 1, Cubic.cubeRoot(root * root * root - 1));
        }
        assertEquals(2_097_151, Cubic.cubeRoot(Long.MAX_VALUE));
    }

    /** The model's window in segments, one acknowledgment of a segment after the other. */
    private static final class Model {
        final double max;
        final double k;
        final double prior;
        double cwnd;
        double estimate;

        Model(double max, double prior, double cwnd) {
            this.max = max;
            this.prior = prior;
            this.cwnd = cwnd;
            estimate = cwnd;
            k = Math.cbrt(Math.max(0, max - cwnd) / C);
        }

        double curve(double t) {
            return C * Math.pow(t - k, 3) + max;
        }

        void acknowledged(double t, double rtt) {
            double alpha = estimate < prior ? 3 * (1 - BETA) / (1 + BETA) : 1;
            estimate += alpha / cwnd;
            if (curve(t) < estimate) {
                cwnd = Math.max(cwnd, estimate);
                return;
            }
            double target = Math.max(cwnd, Math.min(1.5 * cwnd, curve(t + rtt)));
            cwnd += (target - cwnd) / cwnd;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1460, 100, 100",
        "1460, 1000, 100",
        "1460, 20, 10",
        "536, 300, 50",
        "8960, 60, 200",
        "1448, 500, 20",
        "64, 4000, 100",
        "1448, 4, 20",
        "1448, 5, 100"
    })
    @Tag("RFC9438-1")
    @Tag("RFC9438-2")
    @Tag("RFC9438-4")
    @Tag("RFC9438-5")
    void theWindowFollowsTheModelThroughConcavePlateauAndConvex(int mss, int max, int rttMs) {
        start(mss, max * mss, rttMs);
        tcb.ssthresh = cubic.afterLoss(tcb, tcb.cwnd);
        assertEquals(BETA * max * mss, tcb.ssthresh, 1 + 1e-5 * max * mss);
        tcb.cwnd = tcb.ssthresh;
        Model model = new Model(max, max, BETA * max);
        double tMs = 0;
        double worst = 0;
        while (tMs < 20_000) {
            double step = rttMs / model.cwnd;
            long nowNs = (long) (tMs * MS);
            model.acknowledged(tMs / 1000, rttMs / 1000.0);
            cubic.grow(tcb, mss, nowNs);
            double off = Math.abs(tcb.cwnd / (double) mss - model.cwnd);
            worst = Math.max(worst, (off - 0.25) / model.cwnd); // the estimate grows in eighths
            tMs += step;
        }
        assertTrue(model.cwnd > max, "the model has passed the plateau");
        assertTrue(worst < 0.015, "off by " + worst);
    }

    @Test
    @Tag("RFC9438-5")
    @Tag("RFC9438-6")
    void aLossBelowTheLastPlateauMakesForALowerOne() {
        start(1000, 100_000, 100);
        assertEquals(70_000, cubic.afterLoss(tcb, 100_000), 1);
        assertEquals(100_000, tcb.cubicMax);
        tcb.cwnd = 80_000;
        assertEquals(56_000, cubic.afterLoss(tcb, 80_000), 1);
        assertEquals(68_000, tcb.cubicMax, 1);
        assertEquals(2_000, cubic.afterLoss(tcb, 1_000), "two segments at least");
    }

    @Test
    @Tag("RFC9438-7")
    void afterATimeOutTheEpochBeginsAtItsOwnPlateau() {
        start(1000, 100_000, 100);
        cubic.afterLoss(tcb, 100_000);
        cubic.timedOut(tcb);
        tcb.cwnd = 70_000;
        cubic.grow(tcb, 1000, 0);
        assertEquals(0, tcb.cubicK);
        assertEquals(70_000, tcb.cubicMax);
    }

    /** Section 4.9: the plateau is where it was before a reduction that was for nothing. */
    @Test
    @Tag("RFC9438-8")
    void anUndoneReductionLeavesNoLowerPlateau() {
        TcpConfig config = new TcpConfig();
        config.congestionControl = TcpConfig.CUBIC;
        CongestionControl control = new CongestionControl(config);
        Counters counters = new Counters();
        ReductionUndo undo = new ReductionUndo(control, new Rack(counters), counters);
        start(1000, 80_000, 100);
        tcb.sndNxt = 80_000;
        tcb.cubicMax = 100_000;
        ReductionUndo.remember(tcb);
        control.reduce(tcb, MS);
        tcb.fastRecovery = true;
        assertEquals(68_000, tcb.cubicMax, 1);
        ReductionUndo.resent(tcb, 0, MS);
        assertTrue(undo.acknowledged(tcb, new Segment(new PortableOctets()), true, 1_000));
        assertEquals(100_000, tcb.cubicMax);
        assertEquals(80_000, tcb.ssthresh);
    }

    @Test
    @Tag("RFC9438-3")
    void timeInWhichTheWindowIsNotUsedDoesNotCount() {
        start(1000, 100_000, 100);
        tcb.cwnd = cubic.afterLoss(tcb, 100_000);
        long now = 0;
        for (int i = 0; i < 500; i++) {
            now += MS;
            cubic.grow(tcb, 1000, now);
        }
        int before = tcb.cwnd;
        for (int i = 0; i < 1_000; i++) {
            now += 10 * MS;
            cubic.unused(tcb, now);
        }
        for (int i = 0; i < 100; i++) {
            now += MS;
            cubic.grow(tcb, 1000, now);
        }
        assertEquals(1_600, tcb.cwnd - before, 400, "the slope of before, and no leap");
    }

    @Test
    @Tag("RFC9438-4")
    void onShortRoundTripsItIsNotSlowerThanReno() {
        start(1000, 20_000, 2);
        tcb.cwnd = cubic.afterLoss(tcb, 20_000);
        int began = tcb.cwnd;
        double reno = began / 1000.0;
        double tMs = 0;
        while (tMs < 200) {
            reno += (reno < 20 ? 9 / 17.0 : 1) / reno;
            cubic.grow(tcb, 1000, (long) (tMs * MS));
            tMs += 2 / reno;
        }
        assertEquals(reno, tcb.cwnd / 1000.0, 1.5);
        assertTrue(reno > 60, "the model grows");
    }
}
