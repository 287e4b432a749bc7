package org.tcplite.tcp;

/**
 * A token bucket: at most so many things in any second. An eighth of them (at least one) may come
 * at once; the rest trickle in evenly. No division: time is credited at the rate, and each thing
 * costs a second's worth of credit.
 */
public final class RateLimit {

    private static final long SECOND_NS = 1_000_000_000L;

    private final int perSecond;
    private final long fullCredit;
    private long credit;
    private long creditedNs;
    private boolean started;

    /**
     * Starts with a full bucket.
     *
     * @param limit things per second, 0..1,000,000; 0 lets nothing pass
     */
    public RateLimit(int limit) {
        int burst = limit == 0 ? 0 : Math.max(1, limit >>> 3);
        perSecond = limit == 1 ? 1 : limit - burst;
        fullCredit = burst * SECOND_NS;
        credit = fullCredit;
    }

    /** Takes a token; false if there is none. */
    public boolean take(long nowNs) {
        long elapsed = started ? Math.min(nowNs - creditedNs, SECOND_NS) : 0;
        started = true;
        creditedNs = nowNs;
        credit = Math.min(fullCredit, credit + elapsed * perSecond);
        if (credit < SECOND_NS) {
            return false;
        }
        credit -= SECOND_NS;
        return true;
    }
}
