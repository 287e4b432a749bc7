package org.tcplite.sim.service;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Port 5001: reads to the end of the stream, answers the SHA-256 of what it read in hexadecimal
 * digits and a newline, and closes.
 */
final class Sha256Service extends Service {

    /** The port. */
    static final int PORT = 5001;

    private static final int ANSWER = 2 * Digests.LENGTH + 1;

    private final Services services;
    private final Tcp tcp;
    private final Digests digests;
    private final Text[] answers;
    private final int[] sent;

    Sha256Service(Services services, Digests digests) {
        this.services = services;
        this.digests = digests;
        tcp = services.tcp();
        sent = new int[services.slots()];
        answers = new Text[services.slots()];
        for (int slot = 0; slot < answers.length; slot++) {
            answers[slot] = new Text(ANSWER);
        }
    }

    @Override
    String name() {
        return "sha256";
    }

    @Override
    void accepted(int slot, int connection, long nowNs) {
        answers[slot].clear();
        sent[slot] = 0;
        digests.begin(slot);
        services.touch(slot, Services.OTHER, nowNs);
    }

    @Override
    void progress(int slot, int connection, int signals, long nowNs) {
        int result = TcpError.END_OF_STREAM;
        if (answers[slot].length() == 0) {
            result = read(slot, connection, nowNs);
        }
        if (result == TcpError.END_OF_STREAM) {
            result = answer(slot, connection, nowNs);
        }
        if (result != TcpError.WOULD_BLOCK) {
            services.finish(slot, nowNs);
        }
    }

    @Override
    void expired(int slot, int connection, long nowNs) {
        services.finish(slot, nowNs);
    }

    private int read(int slot, int connection, long nowNs) {
        int there = tcp.peek(connection);
        while (there > 0) {
            digests.update(slot, tcp.readArray(), tcp.readOffset(connection), there);
            tcp.consume(connection, there, nowNs);
            services.touch(slot, Services.OTHER, nowNs);
            there = tcp.peek(connection);
        }
        if (there == TcpError.END_OF_STREAM) {
            digests.end(slot, answers[slot]);
        }
        return there;
    }

    /** 0 when all of the answer is in the send ring. */
    private int answer(int slot, int connection, long nowNs) {
        byte[] octets = answers[slot].array();
        while (sent[slot] < ANSWER) {
            int n = tcp.write(connection, octets, sent[slot], ANSWER - sent[slot], nowNs);
            if (n < 0) {
                return n;
            }
            sent[slot] += n;
        }
        return 0;
    }
}
