package org.tcplite.tcp;

/**
 * What the user sets for one connection, or for all that a listener will make. Ranges and errors
 * are told at {@link Tcp}.
 */
final class Settings {

    private static final int GREATEST_SEGMENT = 65_495;

    private final Connections connections;
    private final UserCalls userCalls;
    private final SegmentOutput output;

    Settings(Connections connections, UserCalls userCalls, SegmentOutput output) {
        this.connections = connections;
        this.userCalls = userCalls;
        this.output = output;
    }

    // ---- of connections and listeners

    int setReceiveBuffer(int handle, int octets) {
        if (octets < 1) {
            return TcpError.BAD_ARGUMENT;
        }
        int limit = connections.config.receiveLimit(octets);
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            connections.listeners.receiveLimit[listener] = limit;
            return limit;
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        tcb.receiveLimit = limit;
        if (output.receiveWindow.isUpdateDue(tcb)) {
            connections.oweAck(tcb);
        }
        return limit;
    }

    int setSendBuffer(int handle, int octets) {
        if (octets < 1) {
            return TcpError.BAD_ARGUMENT;
        }
        int limit = connections.config.sendLimit(octets);
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            connections.listeners.sendLimit[listener] = limit;
            return limit;
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        tcb.sendLimit = limit;
        if (tcb.wantsRoom && tcb.attached && tcb.sendQueue() < limit) {
            tcb.wantsRoom = false;
            connections.signal(tcb, Signals.WRITABLE);
        }
        return limit;
    }

    int receiveBuffer(int handle) {
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            return connections.listeners.receiveLimit[listener];
        }
        Tcb tcb = connections.handles.owned(handle);
        return tcb == null ? TcpError.STALE_HANDLE : tcb.receiveLimit;
    }

    int sendBuffer(int handle) {
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            return connections.listeners.sendLimit[listener];
        }
        Tcb tcb = connections.handles.owned(handle);
        return tcb == null ? TcpError.STALE_HANDLE : tcb.sendLimit;
    }

    int setMaxSegment(int handle, int octets, long nowNs) {
        if (octets < connections.config.minimumMss || octets > GREATEST_SEGMENT) {
            return TcpError.BAD_ARGUMENT;
        }
        int listener = userCalls.listenerOf(handle);
        if (listener != Listeners.NONE) {
            connections.listeners.maxSegment[listener] = octets;
            return 0;
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        tcb.maxSegment = octets;
        connections.negotiation.followMss(tcb);
        output.review(tcb, nowNs);
        return 0;
    }

    // ---- of listeners

    int setBacklog(int handle, int backlog) {
        int listener = userCalls.listenerOf(handle);
        if (listener == Listeners.NONE) {
            return TcpError.STALE_HANDLE;
        }
        if (backlog < 1) {
            return TcpError.BAD_ARGUMENT;
        }
        connections.listeners.setBacklog(listener, Math.min(backlog, connections.tcbs.length));
        return 0;
    }

    // ---- of connections

    int setKeepAlive(Tcb tcb, int idleMs, int intervalMs, int probes, long nowNs) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        if (idleMs < 0 || idleMs > 0 && (intervalMs < 1 || probes < 2)) {
            return TcpError.BAD_ARGUMENT; // MUST-29: one unanswered probe is not a dead peer
        }
        tcb.keepAliveIdleNs = idleMs * 1_000_000L;
        tcb.keepAliveIntervalNs = intervalMs * 1_000_000L;
        tcb.keepAliveProbes = probes;
        boolean idle = tcb.timer == TcpStatus.TIMER_OFF || tcb.timer == TcpStatus.TIMER_KEEPALIVE;
        if (idle && tcb.attached && TcpState.isSynchronized(tcb.state)) {
            tcb.retransmits = 0;
            connections.setIdleTimer(tcb, nowNs);
        }
        return 0;
    }

    int setUserTimeout(Tcb tcb, int timeoutMs, long nowNs) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        if (timeoutMs < 0) {
            return TcpError.BAD_ARGUMENT;
        }
        tcb.userTimeoutNs = timeoutMs * 1_000_000L;
        if (TcpState.isSynchronized(tcb.state) && (tcb.isOutstanding() || tcb.hasUnsent())) {
            connections.startUserTimeout(tcb, nowNs);
        }
        return 0;
    }

    int setConnectTimeout(Tcb tcb, int timeoutMs, long nowNs) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        if (timeoutMs < 1) {
            return TcpError.BAD_ARGUMENT;
        }
        if (tcb.state == TcpState.SYN_SENT || tcb.state == TcpState.SYN_RECEIVED) {
            connections.setAbort(tcb, nowNs + timeoutMs * 1_000_000L, nowNs);
        }
        return 0;
    }

    int setNoDelay(Tcb tcb, boolean noDelay, long nowNs) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        tcb.noDelay = noDelay;
        output.review(tcb, nowNs);
        return 0;
    }

    int setTtl(Tcb tcb, int ttl) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        if (ttl < 1 || ttl > 255) {
            return TcpError.BAD_ARGUMENT;
        }
        tcb.ttl = ttl;
        tcb.headerEpoch++;
        return 0;
    }

    int setDscp(Tcb tcb, int dscp) {
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        if (dscp < 0 || dscp > 63) {
            return TcpError.BAD_ARGUMENT;
        }
        tcb.dscp = dscp;
        tcb.headerEpoch++;
        return 0;
    }
}
