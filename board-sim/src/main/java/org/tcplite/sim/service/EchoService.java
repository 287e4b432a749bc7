package org.tcplite.sim.service;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** Port 7 (RFC 862): sends back what comes, straight from the receive ring to the send ring. */
final class EchoService extends Service {

    /** The port. */
    static final int PORT = 7;

    private final Services services;
    private final Tcp tcp;

    EchoService(Services services) {
        this.services = services;
        tcp = services.tcp();
    }

    @Override
    String name() {
        return "echo";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        services.touch(slot, Services.OTHER, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        int result = echo(slot, connection, nowNs);
        if (result != TcpError.WOULD_BLOCK) {
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

    private int echo(int slot, int connection, long nowNs) {
        for (; ; ) {
            int there = tcp.peek(connection);
            if (there < 0) {
                return there;
            }
            int offset = tcp.readOffset(connection);
            int taken = tcp.write(connection, tcp.readArray(), offset, there, nowNs);
            if (taken < 0) {
                return taken;
            }
            tcp.consume(connection, taken, nowNs);
            services.touch(slot, Services.OTHER, nowNs);
        }
    }
}
