package org.tcplite.tcp;

/**
 * STATUS (RFC 9293 section 3.10.6) over everything there is: rows of listeners, then of slots, then
 * of the SYN queue, then of TIME-WAIT. It changes nothing.
 */
final class StatusReport {

    private final Connections connections;
    private final UserCalls userCalls;

    StatusReport(Connections connections, UserCalls userCalls) {
        this.connections = connections;
        this.userCalls = userCalls;
    }

    int rows() {
        return connections.listeners.capacity()
                + connections.tcbs.length
                + connections.synQueue.capacity()
                + connections.timeWait.capacity();
    }

    /** Fills {@code to}; false if nothing stands in the row. */
    boolean fill(int row, TcpStatus to) {
        int at = row;
        clear(to);
        if (at < connections.listeners.capacity()) {
            return fillListener(at, to);
        }
        at -= connections.listeners.capacity();
        if (at < connections.tcbs.length) {
            return fillConnection(connections.tcbs[at], to);
        }
        at -= connections.tcbs.length;
        if (at < connections.synQueue.capacity()) {
            return fillHalfOpen(at, to);
        }
        at -= connections.synQueue.capacity();
        return at < connections.timeWait.capacity() && fillTimeWait(at, to);
    }

    private static void clear(TcpStatus to) {
        to.handle = 0;
        to.slot = -1;
        to.localAddress = 0;
        to.remoteAddress = 0;
        to.remotePort = 0;
        to.receiveQueue = 0;
        to.sendQueue = 0;
        to.timer = TcpStatus.TIMER_OFF;
        to.timerDeadlineNs = Tcb.NEVER;
        to.retransmits = 0;
        to.endReason = 0;
        to.iss = 0;
        to.irs = 0;
        to.sndUna = 0;
        to.sndNxt = 0;
        to.sndWnd = 0;
        to.rcvNxt = 0;
        to.rcvWnd = 0;
        to.cwnd = 0;
        to.ssthresh = 0;
        to.congestionState = TcpStatus.OPEN;
        to.sacked = 0;
        to.lost = 0;
        to.resentSegments = 0;
        to.srttNs = 0;
        to.rttvarNs = 0;
        to.rtoNs = 0;
        to.sendMss = 0;
        to.pathMtu = 0;
        to.timestamps = false;
        to.sack = false;
        to.windowScaling = false;
    }

    private boolean fillListener(int listener, TcpStatus to) {
        if (!connections.listeners.isUsed(listener)) {
            return false;
        }
        to.kind = TcpStatus.LISTENER;
        to.state = TcpState.LISTEN;
        to.handle = userCalls.listenerHandle(listener);
        to.localPort = connections.listeners.port(listener);
        to.receiveQueue = connections.listeners.waiting(listener);
        to.sendQueue = connections.listeners.backlog(listener);
        return true;
    }

    private boolean fillConnection(Tcb tcb, TcpStatus to) {
        if (connections.isFree(tcb.slot)) {
            return false;
        }
        to.kind = TcpStatus.CONNECTION;
        to.state = tcb.state;
        to.handle = tcb.owned ? tcb.handle : 0;
        to.slot = tcb.slot;
        to.localAddress = tcb.localAddress;
        to.localPort = tcb.localPort();
        to.remoteAddress = tcb.remoteAddress;
        to.remotePort = tcb.remotePort();
        to.timer = tcb.timer;
        to.timerDeadlineNs = tcb.timerAtNs;
        to.retransmits = tcb.retransmits;
        to.endReason = tcb.endReason;
        int record = connections.timeWaitRecordOf(tcb);
        if (record != TimeWaitTable.NONE) {
            to.timer = TcpStatus.TIMER_TIMEWAIT;
            to.timerDeadlineNs = connections.timeWait.deadlineNs(record);
        }
        to.sendQueue = tcb.attached ? tcb.sendQueue() : 0;
        to.iss = tcb.iss;
        to.sndUna = tcb.sndUna;
        to.sndNxt = tcb.sndNxt;
        to.srttNs = tcb.srttNs;
        to.rttvarNs = tcb.rttvarNs;
        to.rtoNs = tcb.rtoNs;
        to.sendMss = tcb.sendMss;
        to.pathMtu = connections.negotiation.mtu(tcb);
        to.timestamps = tcb.timestamps;
        to.sack = tcb.sackPermitted;
        to.windowScaling = tcb.windowScaling;
        if (tcb.state != TcpState.SYN_SENT) {
            to.receiveQueue = Math.max(0, tcb.readable());
            to.irs = tcb.irs;
            to.sndWnd = tcb.sndWnd;
            to.rcvNxt = tcb.rcvNxt;
            to.rcvWnd = Math.max(0, tcb.rcvWnd());
            to.cwnd = tcb.cwnd;
            to.ssthresh = tcb.ssthresh;
            to.congestionState = tcb.congestionState();
            to.sacked = tcb.sentRecords.sackedCount();
            to.lost = tcb.sentRecords.lostCount();
            to.resentSegments = tcb.resentSegments;
        }
        return true;
    }

    private boolean fillHalfOpen(int entry, TcpStatus to) {
        SynQueue queue = connections.synQueue;
        if (!queue.isUsed(entry)) {
            return false;
        }
        to.kind = TcpStatus.HALF_OPEN;
        to.state = TcpState.SYN_RECEIVED;
        to.localAddress = queue.localAddress(entry);
        to.localPort = queue.ports(entry) & 0xffff;
        to.remoteAddress = queue.remoteAddress(entry);
        to.remotePort = queue.ports(entry) >>> 16;
        to.timer = TcpStatus.TIMER_RETRANSMIT;
        to.timerDeadlineNs = connections.wheel.filedNs(connections.synTimer(entry));
        to.retransmits = queue.retransmissions(entry);
        to.iss = queue.iss(entry);
        to.irs = queue.irs(entry);
        to.sndUna = to.iss;
        to.sndNxt = to.iss + 1;
        to.rcvNxt = to.irs + 1;
        to.rcvWnd = queue.window(entry);
        return true;
    }

    private boolean fillTimeWait(int record, TcpStatus to) {
        TimeWaitTable records = connections.timeWait;
        if (!records.isUsed(record) || isShownWithItsSlot(record)) {
            return false;
        }
        to.kind = TcpStatus.TIME_WAIT;
        to.state = TcpState.TIME_WAIT;
        to.localAddress = connections.ip.sourceAddressFor(records.remoteAddress[record]);
        to.localPort = records.ports[record] & 0xffff;
        to.remoteAddress = records.remoteAddress[record];
        to.remotePort = records.ports[record] >>> 16;
        to.timer = TcpStatus.TIMER_TIMEWAIT;
        to.timerDeadlineNs = records.deadlineNs(record);
        to.sndUna = records.sndNxt[record];
        to.sndNxt = records.sndNxt[record];
        to.rcvNxt = records.rcvNxt[record];
        return true;
    }

    /** A connection whose handle the user still has is shown once, with its slot. */
    private boolean isShownWithItsSlot(int record) {
        for (int i = 0; i < connections.tcbs.length; i++) {
            if (connections.timeWaitRecordOf(connections.tcbs[i]) == record) {
                return true;
            }
        }
        return false;
    }
}
