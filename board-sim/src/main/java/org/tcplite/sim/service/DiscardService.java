package org.tcplite.sim.service;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** Port 9 (RFC 863): reads to the end and throws away. */
final class DiscardService extends Service {

    /** The port. */
    static final int PORT = 9;

    private final Services services;
    private final Tcp tcp;

    DiscardService(Services services) {
        this.services = services;
        tcp = services.tcp();
    }

    @Override
    String name() {
        return "discard";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        services.touch(slot, Services.OTHER, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            tcp.consume(connection, there, nowNs);
            services.touch(slot, Services.OTHER, nowNs);
            there = tcp.peek(connection);
        }
        if (there != TcpError.WOULD_BLOCK) {
            services.finish(slot, nowNs);
        }
    }

    @Override
    void shutDown(int slot, int connection, long nowNs) {
        services.finish(slot, nowNs);
    }

    @Override
    void expired(int slot, int connection, long nowNs) {
        services.finish(slot, nowNs);
    }
}
