package org.tcplite.tcp;

/**
 * ICMP errors led to the connection whose segment they quote (RFC 9293 section 3.9.2.2), believed
 * only if the quoted sequence number is in flight (RFC 5927 section 4.1). A hard error ends an open
 * that is not answered yet; in a synchronized connection every error is only reported (section 5.2
 * there), but for the one that tells the path's MTU ({@link PathMtu}).
 */
final class IcmpErrors {

    private static final int UNREACHABLE = 3;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;
    private static final int PROTOCOL_UNREACHABLE = 2;
    private static final int PORT_UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;

    private final Connections connections;
    private final Octets octets;

    IcmpErrors(Connections connections, Octets octets) {
        this.connections = connections;
        this.octets = octets;
    }

    /**
     * @return the slot of the connection that may have something to send now, or {@link
     *     ConnectionTable#NONE}
     */
    int arrived(int type, int code, int rest, byte[] packet, int offset, int remote, long nowNs) {
        if (type != UNREACHABLE && type != TIME_EXCEEDED && type != PARAMETER_PROBLEM) {
            return ConnectionTable.NONE; // source quench among them (RFC 6633)
        }
        int ports = SegmentWriter.turned(octets.get32(packet, offset));
        int seq = octets.get32(packet, offset + 4);
        int slot = connections.table.find(remote, ports);
        if (slot == ConnectionTable.NONE) {
            return slot;
        }
        Tcb tcb = connections.tcbs[slot];
        if (SeqNum.lt(seq, tcb.sndUna) || SeqNum.leq(tcb.sndNxt, seq)) {
            return ConnectionTable.NONE;
        }
        connections.counters.count(TcpCounter.ICMP_ERRORS);
        boolean hard =
                type == UNREACHABLE && (code == PROTOCOL_UNREACHABLE || code == PORT_UNREACHABLE);
        if (tcb.state == TcpState.SYN_SENT && hard) {
            connections.enterClosed(tcb, TcpError.REFUSED, nowNs);
        } else if (type != UNREACHABLE || code != FRAGMENTATION_NEEDED) {
            connections.signal(tcb, Signals.TROUBLE);
        } else if (TcpState.isSynchronized(tcb.state)) {
            connections.pathMtu.tooBig(tcb, rest & 0xffff);
            return slot;
        }
        return ConnectionTable.NONE;
    }
}
