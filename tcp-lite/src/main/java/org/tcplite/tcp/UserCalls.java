package org.tcplite.tcp;

/**
 * The user calls OPEN, SEND, RECEIVE, CLOSE and ABORT (RFC 9293 sections 3.10.1 to 3.10.5). They
 * change the Tcb and leave debts; results and errors are told at {@link Tcp}, their face.
 */
final class UserCalls {

    private static final int LISTENER_BIT = 1 << 30;
    private static final int LISTENER_INDEX_BITS = 6;

    private final Connections connections;
    private final SegmentOutput output;
    private final ByteRings rings;
    private final ReceiveWindow receiveWindow;
    private final EphemeralPorts ephemeralPorts;
    private final boolean entropyWillDo;

    UserCalls(Connections connections, SegmentOutput output, boolean strongKey) {
        this.connections = connections;
        this.output = output;
        receiveWindow = output.receiveWindow;
        rings = connections.receiveRings;
        ephemeralPorts = new EphemeralPorts(connections);
        entropyWillDo = strongKey || connections.config.allowWeakEntropy;
    }

    // ---- listeners' handles

    int listenerHandle(int listener) {
        return LISTENER_BIT
                | connections.listeners.generation(listener) << LISTENER_INDEX_BITS
                | listener;
    }

    /** The listener of a good handle, by index, or {@link Listeners#NONE}. */
    int listenerOf(int handle) {
        int listener = handle & (1 << LISTENER_INDEX_BITS) - 1;
        boolean good =
                handle > LISTENER_BIT
                        && listener < connections.listeners.capacity()
                        && connections.listeners.isUsed(listener)
                        && handle == listenerHandle(listener);
        return good ? listener : Listeners.NONE;
    }

    /** Why a handle is no connection's: it is a listener's, or stale. */
    private int notAConnection(int handle) {
        return listenerOf(handle) == Listeners.NONE
                ? TcpError.STALE_HANDLE
                : TcpError.NOT_CONNECTED;
    }

    // ---- 3.10.1 OPEN

    int openPassive(int localPort, int backlog) {
        if (!entropyWillDo) {
            return TcpError.WEAK_ENTROPY;
        }
        if (localPort < 1 || localPort > 65535 || backlog < 1) {
            return TcpError.BAD_ARGUMENT;
        }
        if (connections.listeners.find(localPort) != Listeners.NONE) {
            return TcpError.ADDRESS_IN_USE;
        }
        int limit = Math.min(backlog, connections.tcbs.length);
        int listener = connections.listeners.claim(localPort, limit);
        if (listener == Listeners.NONE) {
            return TcpError.NO_FREE_LISTENER;
        }
        connections.listeners.receiveLimit[listener] = connections.config.receiveBuffer;
        connections.listeners.sendLimit[listener] = connections.config.sendBuffer;
        connections.listeners.maxSegment[listener] = Negotiation.NO_MAX_SEGMENT;
        return listenerHandle(listener);
    }

    int accept(int handle) {
        int listener = listenerOf(handle);
        if (listener == Listeners.NONE) {
            return TcpError.STALE_HANDLE;
        }
        int slot = connections.listeners.oldest(listener);
        if (slot == Listeners.NONE) {
            return TcpError.WOULD_BLOCK;
        }
        Tcb tcb = connections.tcbs[slot];
        connections.listeners.dequeue(tcb);
        int accepted = connections.handles.own(tcb);
        if (connections.listeners.oldest(listener) != Listeners.NONE) {
            connections.signalListener(listener, Signals.ACCEPTABLE);
        }
        connections.signal(tcb, Signals.CONNECTED); // with what has come meanwhile
        return accepted;
    }

    int openActive(int remoteAddress, int remotePort, int localPort, long nowNs) {
        if (!entropyWillDo) {
            return TcpError.WEAK_ENTROPY;
        }
        if (remotePort < 1 || remotePort > 65535 || localPort < 0 || localPort > 65535) {
            return TcpError.BAD_ADDRESS;
        }
        int localAddress = connections.ip.sourceAddressFor(remoteAddress);
        if (localAddress == InternetLayer.NO_ROUTE) {
            return TcpError.NO_ROUTE;
        }
        if (localAddress == InternetLayer.BAD_DESTINATION) {
            return TcpError.BAD_ADDRESS;
        }
        int port = localPort;
        if (port == 0) {
            port = ephemeralPorts.choose(localAddress, remoteAddress, remotePort);
            if (port < 0) {
                return port;
            }
        } else if (!ephemeralPorts.isTupleFree(
                localAddress, remoteAddress, remotePort << 16 | localPort)) {
            return TcpError.ADDRESS_IN_USE;
        }
        if (connections.freeSlots() == 0) {
            return TcpError.NO_FREE_SLOT;
        }
        int ports = remotePort << 16 | port;
        long hash = connections.sipHash.ofConnection(localAddress, remoteAddress, ports);
        int iss = Connections.initialSequenceNumber(hash, nowNs);
        Tcb tcb = connections.take(localAddress, remoteAddress, ports, iss, nowNs);
        connections.negotiation.setPeerMss(tcb, 0);
        int opened = connections.handles.own(tcb);
        if (connections.config.timestamps) {
            tcb.tsOffset = Timestamps.offset(hash);
        }
        connections.enterSynSent(tcb, nowNs);
        return opened;
    }

    // ---- 3.10.2 SEND

    /** Octets that can be queued now, or why none can. */
    int sendRoom(int handle) {
        return sendRoom(connections.handles.owned(handle), handle);
    }

    private int sendRoom(Tcb tcb, int handle) {
        if (tcb == null) {
            return notAConnection(handle);
        }
        if (tcb.endReason != 0) {
            return tcb.endReason;
        }
        if (!TcpState.maySend(tcb.state) || tcb.finQueued || !tcb.attached) {
            return TcpError.CLOSING;
        }
        int room = tcb.sendLimit - tcb.sendQueue();
        if (room <= 0) {
            tcb.wantsRoom = true;
            return TcpError.WOULD_BLOCK;
        }
        return room;
    }

    int send(int handle, byte[] source, int offset, int length, long nowNs) {
        Tcb tcb = connections.handles.owned(handle);
        int room = sendRoom(tcb, handle);
        if (room < 0 || length <= 0) {
            return room == TcpError.WOULD_BLOCK && length == 0 ? 0 : Math.min(room, 0);
        }
        int taken = Math.min(room, length);
        moveSendOrigin(tcb);
        int at = tcb.sndEnd - tcb.sndOrigin;
        connections.sendRings.put(tcb.slot, at, source, offset, taken);
        tcb.wantsRoom = taken < length;
        queued(tcb, taken, nowNs);
        return taken;
    }

    /** Octets that can be built in place from SND.END on, or why none can. */
    int claim(int handle) {
        Tcb tcb = connections.handles.owned(handle);
        int room = sendRoom(tcb, handle);
        if (room < 0) {
            return room;
        }
        moveSendOrigin(tcb);
        return Math.min(room, connections.sendRings.run(tcb.sndEnd - tcb.sndOrigin));
    }

    /** An empty ring is filled from its beginning; only before a write, a claim stays in place. */
    private static void moveSendOrigin(Tcb tcb) {
        if (tcb.sndUna == tcb.sndEnd) {
            tcb.sndOrigin = tcb.sndEnd;
        }
    }

    /** {@code length} octets stand in the send ring from SND.END on: they are to be sent. */
    void queued(Tcb tcb, int length, long nowNs) {
        tcb.sndEnd += length;
        if (TcpState.isSynchronized(tcb.state)) {
            if (tcb.abortAtNs == Tcb.NEVER) {
                connections.startUserTimeout(tcb, nowNs);
            }
            output.review(tcb, nowNs);
        }
    }

    // ---- 3.10.3 RECEIVE

    /** Octets that can be read now, or why none can. */
    int readable(int handle) {
        return readable(connections.handles.owned(handle), handle);
    }

    private int readable(Tcb tcb, int handle) {
        if (tcb == null) {
            return notAConnection(handle);
        }
        int readable = tcb.readable();
        if (readable > 0) {
            return readable; // also after a reset: it came before
        }
        if (tcb.state == TcpState.SYN_SENT || tcb.state == TcpState.SYN_RECEIVED) {
            return TcpError.WOULD_BLOCK;
        }
        if (tcb.endReason != 0) {
            return tcb.endReason;
        }
        return tcb.finReceived || !tcb.attached ? TcpError.END_OF_STREAM : TcpError.WOULD_BLOCK;
    }

    int receive(int handle, byte[] destination, int offset, int length) {
        Tcb tcb = connections.handles.owned(handle);
        int readable = readable(tcb, handle);
        if (readable < 0 || length <= 0) {
            return length == 0 && readable == TcpError.WOULD_BLOCK ? 0 : Math.min(readable, 0);
        }
        int taken = Math.min(readable, length);
        int inPlace = keepInPlace(tcb, destination, offset, taken);
        if (inPlace < taken) {
            int at = tcb.rcvRead + inPlace - tcb.rcvOrigin;
            rings.get(tcb.slot, at, destination, offset + inPlace, taken - inPlace);
        }
        tcb.posted.isRead();
        consumed(tcb, taken);
        return taken;
    }

    /** Text that comes next is to be put there, until it is read. */
    int post(int handle, byte[] destination, int offset, int length) {
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return notAConnection(handle);
        }
        int size = destination == null ? 0 : destination.length;
        if (offset < 0 || length < 0 || length > size - offset) {
            return TcpError.BAD_ARGUMENT;
        }
        keepInPlace(tcb, destination, offset, length);
        tcb.posted.post(destination, offset, length);
        return 0;
    }

    /** Keeps what stands there, how many octets; what stands elsewhere moves to the ring. */
    private int keepInPlace(Tcb tcb, byte[] destination, int offset, int length) {
        int inPlace = tcb.posted.inPlace(destination, offset, length);
        if (inPlace == 0) {
            emptyPosted(tcb);
        }
        return inPlace;
    }

    /** All unread text stands in the ring from now on. */
    private void emptyPosted(Tcb tcb) {
        if (tcb.posted.held() > 0) {
            tcb.posted.moveTo(rings, tcb.slot, tcb.rcvRead - tcb.rcvOrigin);
        }
    }

    /** Octets that can be read in place, up to the ring's wrap, or why none can. */
    int peek(int handle) {
        Tcb tcb = connections.handles.owned(handle);
        int readable = readable(tcb, handle);
        if (readable < 0) {
            return readable;
        }
        emptyPosted(tcb);
        return Math.min(readable, rings.run(tcb.rcvRead - tcb.rcvOrigin));
    }

    /** Ends a {@link #peek}. */
    int consume(int handle, int length) {
        Tcb tcb = connections.handles.owned(handle);
        int readable = readable(tcb, handle);
        if (readable < 0) {
            return readable;
        }
        if (length < 0 || length > readable) {
            return TcpError.BAD_ARGUMENT;
        }
        emptyPosted(tcb);
        consumed(tcb, length);
        return length;
    }

    /** The user has read {@code length} octets: the window opens. */
    private void consumed(Tcb tcb, int length) {
        tcb.rcvRead += length;
        if (tcb.rcvRead == tcb.rcvNxt && tcb.ranges.count() == 0) {
            tcb.rcvOrigin = tcb.rcvRead;
        }
        tcb.rcvUp = SeqNum.max(tcb.rcvUp, tcb.rcvRead); // urgent data read is urgent no more
        if (receiveWindow.isUpdateDue(tcb)) {
            connections.oweAck(tcb);
        }
    }

    // ---- 3.10.4 CLOSE

    /** No more text from the user: a FIN follows what is queued. */
    int shutdownWrite(int handle, long nowNs) {
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return notAConnection(handle);
        }
        if (tcb.state == TcpState.SYN_SENT) {
            return TcpError.NOT_CONNECTED;
        }
        queueFin(tcb, nowNs);
        return 0;
    }

    private void queueFin(Tcb tcb, long nowNs) {
        if (!tcb.attached || tcb.finQueued) {
            return; // no second FIN of a new number
        }
        tcb.finQueued = true;
        if (tcb.state == TcpState.ESTABLISHED) {
            connections.enterFinWait1(tcb);
        } else if (tcb.state == TcpState.CLOSE_WAIT) {
            connections.enterLastAck(tcb);
        }
        if (tcb.abortAtNs == Tcb.NEVER) {
            connections.startUserTimeout(tcb, nowNs);
        }
        output.review(tcb, nowNs);
    }

    int close(int handle, long nowNs) {
        int listener = listenerOf(handle);
        if (listener != Listeners.NONE) {
            closeListener(listener, nowNs);
            return 0;
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        boolean unread = tcb.attached && tcb.readable() > 0;
        connections.handles.disown(tcb);
        if (!tcb.attached) {
            connections.freeIfDone(tcb);
        } else if (tcb.state == TcpState.SYN_SENT) {
            connections.enterClosed(tcb, TcpError.ABORTED, nowNs);
        } else if (unread) { // SHLD-3: the peer learns that text was lost
            connections.counters.count(TcpCounter.ABORT_ON_CLOSE);
            if (output.isSendable(tcb, nowNs)) {
                connections.oweResetAfterText(tcb, nowNs);
            } else {
                connections.enterClosedWithReset(tcb, TcpError.ABORTED, nowNs);
            }
        } else {
            queueFin(tcb, nowNs);
            if (tcb.attached && tcb.state == TcpState.FIN_WAIT_2) {
                connections.setIdleTimer(tcb, nowNs);
            } else if (tcb.userTimeoutNs == 0) {
                connections.startUserTimeout(tcb, nowNs); // an orphan has one
            }
        }
        return 0;
    }

    private void closeListener(int listener, long nowNs) {
        int entries = connections.synQueue.capacity();
        for (int entry = 0; entry < entries; entry++) {
            if (connections.synQueue.isUsed(entry)
                    && connections.synQueue.listener(entry) == listener) {
                connections.dropHalfOpen(entry);
            }
        }
        int slot = connections.listeners.oldest(listener);
        while (slot != Listeners.NONE) {
            connections.enterClosedWithReset(connections.tcbs[slot], TcpError.ABORTED, nowNs);
            slot = connections.listeners.oldest(listener);
        }
        int generation = connections.listeners.generation(listener) + 1 & 0xffffff;
        connections.listeners.release(listener, generation == 0 ? 1 : generation);
    }

    // ---- 3.10.5 ABORT

    int abort(int handle, long nowNs) {
        if (listenerOf(handle) != Listeners.NONE) {
            return close(handle, nowNs);
        }
        Tcb tcb = connections.handles.owned(handle);
        if (tcb == null) {
            return TcpError.STALE_HANDLE;
        }
        connections.handles.disown(tcb);
        if (!tcb.attached) {
            connections.dropTimeWait(tcb);
            connections.freeIfDone(tcb);
            return 0;
        }
        switch (tcb.state) {
            case TcpState.SYN_SENT:
            case TcpState.CLOSING:
            case TcpState.LAST_ACK:
                connections.enterClosed(tcb, TcpError.ABORTED, nowNs);
                return 0;
            default:
                connections.enterClosedWithReset(tcb, TcpError.ABORTED, nowNs);
                return 0;
        }
    }
}
