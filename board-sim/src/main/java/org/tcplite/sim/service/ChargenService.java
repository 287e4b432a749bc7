package org.tcplite.sim.service;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Port 19 (RFC 864): sends the character pattern as fast as the peer takes it, until the peer goes
 * away. What the peer sends is thrown away; a peer that only closes its own side gets more.
 */
final class ChargenService extends Service {

    /** The port. */
    static final int PORT = 19;

    private final Services services;
    private final Tcp tcp;
    private final long[] positions;

    ChargenService(Services services) {
        this.services = services;
        tcp = services.tcp();
        positions = new long[services.slots()];
    }

    @Override
    String name() {
        return "chargen";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        positions[slot] = 0;
        services.touch(slot, Services.OTHER, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        int read = discard(connection, nowNs);
        int written = generate(slot, connection, nowNs);
        boolean readEnded = read != TcpError.WOULD_BLOCK && read != TcpError.END_OF_STREAM;
        if (readEnded || written != TcpError.WOULD_BLOCK) {
            services.finish(slot, nowNs);
        }
    }

    @Override
    void shutDown(int slot, int connection, long nowNs) {
        services.finish(slot, nowNs);
    }

    @Override
    void expired(int slot, int connection, long nowNs) {
        services.abort(slot, nowNs);
    }

    private int discard(int connection, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            tcp.consume(connection, there, nowNs);
            there = tcp.peek(connection);
        }
        return there;
    }

    private int generate(int slot, int connection, long nowNs) {
        int room = tcp.claim(connection);
        while (room > 0) {
            int offset = tcp.writeOffset(connection);
            Patterns.CHARGEN.copy(positions[slot], tcp.writeArray(), offset, room);
            tcp.commit(connection, room, nowNs);
            positions[slot] += room;
            services.touch(slot, Services.OTHER, nowNs);
            room = tcp.claim(connection);
        }
        return room;
    }
}
