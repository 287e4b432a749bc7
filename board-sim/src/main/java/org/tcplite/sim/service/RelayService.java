package org.tcplite.sim.service;

import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * The board as a relay: for each connection accepted it opens one of its own to a fixed place and
 * carries octets both ways. An end of stream becomes a half-close on the other side; a connection
 * that ended badly resets the other one; what one side does not take, the other may not send.
 */
final class RelayService extends Service {

    private static final int KEEP_ALIVE_IDLE_MS = 60_000;
    private static final int KEEP_ALIVE_INTERVAL_MS = 15_000;
    private static final int KEEP_ALIVE_PROBES = 4;
    private static final int NO_PARTNER = 0;

    private final Services services;
    private final Tcp tcp;
    private final int address;
    private final int port;
    private final int[] partners;
    private final boolean[] connecting;
    private final boolean[] ended;

    RelayService(Services services, int address, int port) {
        this.services = services;
        this.address = address;
        this.port = port;
        tcp = services.tcp();
        partners = new int[services.slots()];
        connecting = new boolean[services.slots()];
        ended = new boolean[services.slots()];
    }

    @Override
    String name() {
        return "relay";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        int onward = tcp.connect(address, port, 0, nowNs);
        if (onward < 0) {
            partners[slot] = NO_PARTNER;
            services.abort(slot, nowNs);
            return;
        }
        services.adopt(onward, this, nowNs);
        pair(slot, onward, false);
        pair(tcp.slotOf(onward), connection, true);
        keepAlive(connection, nowNs);
        keepAlive(onward, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        if (connecting[slot]) {
            if ((signals & (Signals.CONNECTED | Signals.ENDED)) == 0) {
                return;
            }
            connecting[slot] = false;
        }
        int partner = partners[slot];
        int partnerSlot = tcp.slotOf(partner);
        if (connecting[partnerSlot]) {
            // the octets wait in the receive ring, but a reset ends the attempt
            if ((signals & Signals.ENDED) != 0 && tcp.endReason(connection) < 0) {
                abortBoth(slot, partnerSlot, nowNs);
            }
            return;
        }
        boolean alive =
                carry(slot, connection, partner, nowNs)
                        && carry(partnerSlot, partner, connection, nowNs);
        if (!alive) {
            abortBoth(slot, partnerSlot, nowNs);
        } else if (ended[slot] && ended[partnerSlot]) {
            services.finish(slot, nowNs);
            services.finish(partnerSlot, nowNs);
        }
    }

    @Override
    void expired(int slot, int connection, long nowNs) {
        abortBoth(slot, tcp.slotOf(partners[slot]), nowNs);
    }

    private void pair(int slot, int partner, boolean isConnecting) {
        partners[slot] = partner;
        connecting[slot] = isConnecting;
        ended[slot] = false;
    }

    private void keepAlive(int connection, long nowNs) {
        tcp.setKeepAlive(
                connection, KEEP_ALIVE_IDLE_MS, KEEP_ALIVE_INTERVAL_MS, KEEP_ALIVE_PROBES, nowNs);
    }

    /** Moves octets one way; false if either connection is beyond use. */
    private boolean carry(int fromSlot, int from, int to, long nowNs) {
        if (ended[fromSlot]) {
            return true;
        }
        for (; ; ) {
            int there = tcp.peek(from);
            if (there == TcpError.END_OF_STREAM) {
                ended[fromSlot] = true;
                return tcp.shutdownWrite(to, nowNs) == 0;
            }
            if (there < 0) {
                return there == TcpError.WOULD_BLOCK;
            }
            int taken = tcp.write(to, tcp.readArray(), tcp.readOffset(from), there, nowNs);
            if (taken < 0) {
                return taken == TcpError.WOULD_BLOCK;
            }
            tcp.consume(from, taken, nowNs);
        }
    }

    private void abortBoth(int slot, int partnerSlot, long nowNs) {
        services.abort(slot, nowNs);
        services.abort(partnerSlot, nowNs);
    }
}
