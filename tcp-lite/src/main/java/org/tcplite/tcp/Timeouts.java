package org.tcplite.tcp;

/**
 * TIMEOUTS (RFC 9293 section 3.10.8): what each timer does when it comes. An expiry backs off and
 * sets itself again first and leaves the debt then, so that a segment that finds no descriptor, or
 * no neighbour, delays no end.
 */
final class Timeouts {

    private static final int NONE = TimerWheel.NONE;

    private final Connections connections;
    private final Counters counters;
    private final SegmentOutput output;
    private final NextExpiry nextExpiry;
    private final LossRecovery lossRecovery;
    private final int r1;
    private final long maxIntervalNs;
    private final RateLimit repeats;

    Timeouts(Connections connections, SegmentOutput output, LossRecovery lossRecovery) {
        this.connections = connections;
        this.lossRecovery = lossRecovery;
        this.counters = connections.counters;
        this.output = output;
        nextExpiry = connections.wheel.nextExpiry;
        r1 = connections.config.r1;
        repeats = new RateLimit(connections.config.synAckRepeatsPerSecond);
        maxIntervalNs = connections.config.rtoMaxMs * 1_000_000L;
    }

    /** Fires what is due, at most {@code limit} timers; answers how many. */
    int fire(long nowNs, int limit) {
        return nextExpiry.mayHaveCome(nowNs) ? fireDue(nowNs, limit) : 0;
    }

    private int fireDue(long nowNs, int limit) {
        int fired = 0;
        int slots = connections.tcbs.length;
        while (fired < limit) {
            int timer = connections.wheel.pollExpired(nowNs);
            if (timer == NONE) {
                break;
            }
            fired++;
            if (timer < slots) {
                mainTimer(connections.tcbs[timer], nowNs);
            } else if (timer < 2 * slots) {
                delayedAck(connections.tcbs[timer - slots]);
            } else {
                synAck(timer - 2 * slots, nowNs);
            }
        }
        while (fired < limit && isTimeWaitOver(nowNs)) {
            connections.timeWait.remove(connections.timeWait.oldest());
            fired++;
        }
        if (fired < limit) {
            nextExpiry.found(nextDeadlineNs());
        }
        return fired;
    }

    private boolean isTimeWaitOver(long nowNs) {
        int oldest = connections.timeWait.oldest();
        return oldest != TimeWaitTable.NONE && connections.timeWait.deadlineNs(oldest) - nowNs <= 0;
    }

    /** The earliest deadline of all, exact; {@code Long.MAX_VALUE} if no timer runs. */
    long nextDeadlineNs() {
        long next = connections.wheel.nextDeadlineNs();
        int oldest = connections.timeWait.oldest();
        if (oldest == TimeWaitTable.NONE) {
            return next;
        }
        long timeWaitOver = connections.timeWait.deadlineNs(oldest);
        return next == Tcb.NEVER || timeWaitOver - next < 0 ? timeWaitOver : next;
    }

    private void mainTimer(Tcb tcb, long nowNs) {
        if (tcb.abortAtNs != Tcb.NEVER && tcb.abortAtNs - nowNs <= 0) {
            giveUp(tcb, nowNs);
            return;
        }
        switch (tcb.timer) {
            case TcpStatus.TIMER_RETRANSMIT:
                retransmission(tcb, nowNs);
                return;
            case TcpStatus.TIMER_PROBE:
                tailLossProbe(tcb, nowNs);
                return;
            case TcpStatus.TIMER_REORDER:
                lossRecovery.reorderingOver(tcb, nowNs);
                output.review(tcb, nowNs);
                return;
            case TcpStatus.TIMER_PERSIST:
                persist(tcb, nowNs);
                return;
            case TcpStatus.TIMER_SWS:
                tcb.overrideDebt = true;
                connections.stopTimer(tcb, nowNs);
                output.review(tcb, nowNs);
                return;
            case TcpStatus.TIMER_KEEPALIVE:
                keepAlive(tcb, nowNs);
                return;
            case TcpStatus.TIMER_TIMEWAIT:
                counters.count(TcpCounter.FIN_WAIT_2_EXPIRED);
                connections.enterClosed(tcb, 0, nowNs);
                return;
            default:
                return;
        }
    }

    /** USER TIMEOUT, or R2: the connection is given up; a reset nobody could send is forgotten. */
    private void giveUp(Tcb tcb, long nowNs) {
        if (!tcb.attached) {
            counters.count(TcpCounter.REPLY_NO_BUFFER);
            connections.resetIsDone(tcb);
            return;
        }
        counters.count(TcpCounter.ABORT_ON_TIMEOUT);
        connections.enterClosed(tcb, tcb.parked ? TcpError.UNREACHABLE : TcpError.TIMED_OUT, nowNs);
    }

    /** RETRANSMISSION TIMEOUT (RFC 6298 (5.4) to (5.7)): the first unacknowledged segment again. */
    private void retransmission(Tcb tcb, long nowNs) {
        counters.count(TcpCounter.TIMEOUTS);
        expired(tcb);
        connections.rtt.backOff(tcb);
        tcb.rtoAtNs = nowNs + tcb.rtoNs;
        connections.setTimer(tcb, TcpStatus.TIMER_RETRANSMIT, tcb.rtoAtNs, nowNs);
        if (TcpState.isSynchronized(tcb.state)) {
            connections.pathMtu.timedOut(tcb);
            if (tcb.retransmits == 1 && !tcb.fastRecovery) {
                ReductionUndo.remember(tcb);
            }
            connections.congestion.timedOut(tcb, nowNs);
            tcb.probeOfTail = false;
            tcb.probeOutstanding = false;
            if (tcb.sackPermitted) {
                connections.rack.timedOut(tcb, nowNs);
            } else {
                tcb.resendAll();
            }
        } else {
            tcb.synDebt = true;
        }
        oweAgain(tcb);
    }

    /**
     * RFC 8985 section 7.3: one probe, if none is on its way and a round trip was measured since
     * the last; the retransmission timer runs in either case.
     */
    private void tailLossProbe(Tcb tcb, long nowNs) {
        if (tcb.probeOutstanding || !tcb.sampledSinceProbe) {
            connections.setTimer(tcb, TcpStatus.TIMER_RETRANSMIT, tcb.rtoAtNs, nowNs);
            return;
        }
        tcb.rtoAtNs = nowNs + tcb.rtoNs;
        connections.setTimer(tcb, TcpStatus.TIMER_RETRANSMIT, tcb.rtoAtNs, nowNs);
        tcb.probeOfTail = true;
        oweAgain(tcb);
    }

    /** RFC 9293 section 3.8.6.1: probes of a shut window, further and further apart, for ever. */
    private void persist(Tcb tcb, long nowNs) {
        expired(tcb);
        long interval = tcb.rtoNs << (Math.min(tcb.retransmits, 16) & 31);
        interval = Math.min(interval, maxIntervalNs);
        connections.setTimer(tcb, TcpStatus.TIMER_PERSIST, nowNs + interval, nowNs);
        tcb.probeDebt = true;
        oweAgain(tcb);
    }

    private void keepAlive(Tcb tcb, long nowNs) {
        if (tcb.retransmits >= tcb.keepAliveProbes) {
            giveUp(tcb, nowNs);
            return;
        }
        tcb.retransmits++;
        connections.setTimer(
                tcb, TcpStatus.TIMER_KEEPALIVE, nowNs + tcb.keepAliveIntervalNs, nowNs);
        tcb.probeDebt = true;
        oweAgain(tcb);
    }

    /** One more expiry without progress; at R1 the layers above and beneath are told. */
    private void expired(Tcb tcb) {
        tcb.retransmits++;
        if (tcb.retransmits == r1) {
            tcb.deliveryTrouble = true;
            tcb.headerEpoch++;
            connections.signal(tcb, Signals.TROUBLE);
        }
    }

    /** A connection that waits for its neighbour is shown to the layer beneath again. */
    private void oweAgain(Tcb tcb) {
        tcb.parked = false;
        connections.owe(tcb);
    }

    private void delayedAck(Tcb tcb) {
        counters.count(TcpCounter.DELAYED_ACKS);
        connections.oweAck(tcb);
    }

    private void synAck(int entry, long nowNs) {
        boolean flood = connections.floodGate.isFlood(nowNs);
        long interval = connections.synQueue.timerCame(entry, flood);
        if (interval == SynQueue.OVER) {
            counters.count(TcpCounter.SYN_EXPIRED);
            connections.synQueue.release(entry);
            return;
        }
        connections.wheel.arm(connections.synTimer(entry), nowNs + interval, nowNs);
        if (!connections.synQueue.owes(entry)) {
            return;
        }
        if (repeats.take(nowNs)) {
            connections.owing.add(connections.tcbs.length + entry);
        } else {
            connections.synQueue.paid(entry);
            counters.count(TcpCounter.SYN_ACK_SKIPPED);
        }
    }
}
