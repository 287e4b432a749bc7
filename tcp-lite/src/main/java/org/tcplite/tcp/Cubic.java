package org.tcplite.tcp;

/**
 * CUBIC (RFC 9438): after a loss the window returns to where it was along a cubic curve of time,
 * rests there and probes on. Integer arithmetic; time is counted in ticks of 2^20 ns (1.05 ms) from
 * the start of the avoidance epoch, which moves on while the window is not in use (section 4.2).
 *
 * <pre>
 *   W(t) = Wmax + C (t - K)^3,  C = 0.4 segments/s^3,  K = cbrt((Wmax - cwnd_epoch) / C)
 * </pre>
 */
final class Cubic extends CongestionLaw {

    private static final int TICK_SHIFT = 20;

    /** No epoch runs. */
    private static final long NO_EPOCH = Tcb.NEVER;

    /** beta = 0.7, in 65536ths. */
    private static final int BETA_Q16 = 45_875;

    /** (1 + beta) / 2, in 65536ths. */
    private static final int FAST_CONVERGENCE_Q16 = 55_706;

    /** 1 / alpha = (1 + beta) / (3 (1 - beta)) = 17/9, in 1024ths (section 4.3). */
    private static final int INVERSE_ALPHA_Q10 = 1_934;

    /** C of a cubic tick, 0.4 * (2^20 ns / 1 s)^3 segments, times 2^40. */
    private static final int C_Q40 = 507;

    /** 1 / C in cubic ticks a segment, divided by 2^15. */
    private static final int INVERSE_C_Q15 = 66_175;

    /** Farther from K than this, 137 s, the curve is beyond every window. */
    private static final int GREATEST_DISTANCE = 1 << 17;

    @Override
    void start(Tcb tcb) {
        tcb.cubicMax = 0;
        tcb.cubicEpochNs = NO_EPOCH;
    }

    /** Section 4.6, with fast convergence (4.7). */
    @Override
    int afterLoss(Tcb tcb, int flight) {
        boolean below = tcb.cwnd < tcb.cubicMax;
        tcb.cubicMax = below ? part(tcb.cwnd, FAST_CONVERGENCE_Q16) : tcb.cwnd;
        tcb.cubicPrior = tcb.cwnd;
        tcb.cubicEpochNs = NO_EPOCH;
        return Math.max(part(flight, BETA_Q16), 2 * tcb.sendMss);
    }

    /** Section 4.8: the next epoch begins at its own plateau. */
    @Override
    void timedOut(Tcb tcb) {
        tcb.cubicMax = 0;
        tcb.cubicEpochNs = NO_EPOCH;
    }

    /** Section 4.9: the curve goes on towards the old Wmax from where the window stands. */
    @Override
    void restored(Tcb tcb) {
        tcb.cubicEpochNs = NO_EPOCH;
    }

    @Override
    void unused(Tcb tcb, long nowNs) {
        if (tcb.cubicEpochNs != NO_EPOCH) {
            tcb.cubicEpochNs += nowNs - tcb.cubicGrownNs;
            tcb.cubicGrownNs = nowNs;
        }
    }

    @Override
    void grow(Tcb tcb, int octets, long nowNs) {
        if (tcb.cubicEpochNs == NO_EPOCH) {
            begin(tcb, nowNs);
        }
        tcb.cubicGrownNs = nowNs;
        growEstimate(tcb, octets);
        int now = curve(tcb, nowNs - tcb.cubicEpochNs);
        if (now < tcb.cubicEstimate) { // section 4.3: Reno would be faster
            tcb.cwnd = Math.max(tcb.cwnd, tcb.cubicEstimate);
            return;
        }
        int most = tcb.cwnd + (tcb.cwnd >> 1);
        int target = Math.min(most, curve(tcb, nowNs - tcb.cubicEpochNs + tcb.srttNs));
        if (target > tcb.cwnd) { // (target - cwnd) / cwnd for each octet acknowledged
            long step = Ratio.of(target - tcb.cwnd, tcb.cwnd) * octets + tcb.cubicFraction;
            tcb.cwnd += (int) (step >> Ratio.PLACES);
            tcb.cubicFraction = (int) step & (1 << Ratio.PLACES) - 1;
        }
    }

    private static void begin(Tcb tcb, long nowNs) {
        tcb.cubicEpochNs = nowNs;
        tcb.cubicEstimate = tcb.cwnd;
        tcb.cubicFraction = 0;
        tcb.bytesAcked = 0;
        if (tcb.cwnd < tcb.cubicMax) {
            long segments = Ratio.of(tcb.cubicMax - tcb.cwnd, tcb.sendMss);
            tcb.cubicK = cubeRoot(segments * INVERSE_C_Q15);
        } else {
            tcb.cubicK = 0;
            tcb.cubicMax = tcb.cwnd;
            tcb.cubicPrior = 0;
        }
    }

    /**
     * W_est: by alpha segments a window until it has come back, by one from then on. In eighths, as
     * section 4.3 lets each ACK count: beta leaves parts of segments, and one that is nearly whole
     * must not wait for a window's worth of ACKs.
     */
    private static void growEstimate(Tcb tcb, int octets) {
        boolean back = tcb.cubicEstimate >= tcb.cubicPrior;
        int window = back ? tcb.cwnd : (int) ((long) tcb.cwnd * INVERSE_ALPHA_Q10 >> 10);
        int eighth = window >> 3;
        tcb.bytesAcked = Math.min(tcb.bytesAcked + octets, window);
        while (tcb.bytesAcked >= eighth) {
            tcb.bytesAcked -= eighth;
            tcb.cubicEstimate += tcb.sendMss >> 3;
        }
    }

    /** W(t), not negative and at most the ceiling. */
    private static int curve(Tcb tcb, long t) {
        long distance = (t >> TICK_SHIFT) - tcb.cubicK;
        long d = Math.max(-GREATEST_DISTANCE, Math.min(GREATEST_DISTANCE, distance));
        long offset = (d * d * d >> 20) * C_Q40 * tcb.sendMss >> 20;
        long window = Math.min(CongestionControl.CEILING, tcb.cubicMax + offset);
        return (int) Math.max(0, window);
    }

    private static int part(int octets, int q16) {
        return (int) ((long) octets * q16 >> 16);
    }

    /** The cube root of a number below 2^63, rounded down: one binary digit a step. */
    static int cubeRoot(long of) {
        long rest = of;
        long root = 0;
        for (int s = 60; s >= 0; s -= 3) {
            root <<= 1;
            long next = 3 * root * (root + 1) + 1;
            if (rest >>> (s & 63) >= next) {
                rest -= next << (s & 63);
                root++;
            }
        }
        return (int) root;
    }
}
