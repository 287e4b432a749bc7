package org.tcplite.tcp;

/**
 * A time before which none of a set of timers is due, so that most polls are one comparison. Arming
 * a timer lowers it; cancelling one or putting it off leaves it behind the earliest deadline, and
 * when it has come for nothing it is found anew. Times are compared by subtraction and may wrap.
 */
public final class NextExpiry {

    private static final long NEVER = Long.MAX_VALUE;

    private long noneBeforeNs = NEVER;

    /** Of timers none of which is armed. */
    public NextExpiry() {}

    /** A timer was armed. */
    public void armed(long deadlineNs) {
        if (noneBeforeNs == NEVER || deadlineNs - noneBeforeNs < 0) {
            noneBeforeNs = deadlineNs;
        }
    }

    /** False if no timer is due; if true, one may be. */
    public boolean mayHaveCome(long nowNs) {
        return noneBeforeNs - nowNs <= 0 && noneBeforeNs != NEVER;
    }

    /** All timers that were due have fired; {@code Long.MAX_VALUE} if none is left. */
    public void found(long earliestDeadlineNs) {
        noneBeforeNs = earliestDeadlineNs;
    }
}
