package org.tcplite.script;

import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** Asks the stack's STATUS about a connection of the script. */
final class States {

    private final Subject subject;
    private final TcpStatus status = new TcpStatus();

    States(Subject subject) {
        this.subject = subject;
    }

    boolean isState(String word) {
        for (int state = 0; word != null && state < TcpState.COUNT; state++) {
            if (TcpState.name(state).equals(word)) {
                return true;
            }
        }
        return false;
    }

    String of(Flow flow, long nowNs) {
        TcpStatus row = row(flow, nowNs);
        if (row != null) {
            return TcpState.name(row.state);
        }
        return hasListener(flow, nowNs) ? "LISTEN" : "CLOSED";
    }

    /** A connection that is gone is CLOSED, and LISTEN as well if its listener is still there. */
    boolean is(String state, Flow flow, long nowNs) {
        String actual = of(flow, nowNs);
        return actual.equals(state) || actual.equals("LISTEN") && state.equals("CLOSED");
    }

    /** The row of a connection that is not closed, or null. Good until the next question. */
    TcpStatus row(Flow flow, long nowNs) {
        for (int i = 0; i < subject.statusRows(); i++) {
            if (subject.status(i, status, nowNs)
                    && status.kind != TcpStatus.LISTENER
                    && status.state != TcpState.CLOSED
                    && flow.isTuple(status.remoteAddress, status.remotePort, status.localPort)) {
                return status;
            }
        }
        return null;
    }

    private boolean hasListener(Flow flow, long nowNs) {
        for (int i = 0; i < subject.statusRows(); i++) {
            if (subject.status(i, status, nowNs)
                    && status.kind == TcpStatus.LISTENER
                    && status.localPort == flow.localPort) {
                return true;
            }
        }
        return false;
    }

    /** A line for people who look for the reason of a failure. */
    String describe(Flow flow, long nowNs) {
        String label = flow.label.isEmpty() ? "connection" : flow.label;
        try {
            TcpStatus row = row(flow, nowNs);
            return label + ": " + (row == null ? of(flow, nowNs) : describe(row, flow, nowNs));
        } catch (RuntimeException e) {
            return label + ": STATUS failed, " + e;
        }
    }

    private static String describe(TcpStatus row, Flow flow, long nowNs) {
        String timer =
                row.timer == TcpStatus.TIMER_OFF
                        ? "no timer"
                        : "timer %d in %s s"
                                .formatted(row.timer, Seconds.format(row.timerDeadlineNs - nowNs));
        return "%s, snd una %d nxt %d wnd %d, rcv nxt %d wnd %d, queues %d in %d out"
                        .formatted(
                                TcpState.name(row.state),
                                row.sndUna - flow.iss,
                                row.sndNxt - flow.iss,
                                row.sndWnd,
                                row.rcvNxt - flow.irs,
                                row.rcvWnd,
                                row.receiveQueue,
                                row.sendQueue)
                + ", cwnd %d ssthresh %d, rto %s s, %s"
                        .formatted(row.cwnd, row.ssthresh, Seconds.format(row.rtoNs), timer);
    }
}
