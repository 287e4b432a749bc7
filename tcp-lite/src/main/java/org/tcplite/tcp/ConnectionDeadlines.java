package org.tcplite.tcp;

/**
 * When the timers of connections are due: that stands in the Tcb. Most are put off or stopped by
 * the next segment, so the wheel is told only of what comes earlier than it knows.
 */
final class ConnectionDeadlines implements Deadlines {

    private final Tcb[] tcbs;

    ConnectionDeadlines(Tcb[] tcbs) {
        this.tcbs = tcbs;
    }

    /** The main timer: its kind's time, or that at which the connection is given up. */
    static long ofMainTimer(Tcb tcb) {
        long at = tcb.abortAtNs;
        if (tcb.timer != TcpStatus.TIMER_OFF && (at == Tcb.NEVER || tcb.timerAtNs - at < 0)) {
            return tcb.timerAtNs;
        }
        return at;
    }

    /** The delayed ACK, while text waits for it and none is owed at once. */
    static long ofDelayedAck(Tcb tcb) {
        return tcb.unackedSegments > 0 && tcb.ackDebt == 0 ? tcb.delayedAckAtNs : Tcb.NEVER;
    }

    @Override
    public long deadlineNs(int timer, long filedNs) {
        int slots = tcbs.length;
        if (timer < slots) {
            return ofMainTimer(tcbs[timer]);
        }
        // the timer of a half-open entry is never put off
        return timer < 2 * slots ? ofDelayedAck(tcbs[timer - slots]) : filedNs;
    }
}
