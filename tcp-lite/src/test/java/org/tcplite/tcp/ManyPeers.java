package org.tcplite.tcp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One stack and segments from any address, in virtual time: the view of somebody who can write what
 * he likes on the wire. Every call into the stack is followed by the invariants.
 */
final class ManyPeers {

    static final int SELF = 0xc0000201;
    static final int PORT = 80;
    static final byte[] NO_OPTIONS = {};

    /** A segment that the stack has sent. */
    record Sent(int to, byte[] segment) {

        int flags() {
            return Fields.flags(segment);
        }

        int seq() {
            return Fields.seq(segment);
        }

        int ack() {
            return Fields.ack(segment);
        }
    }

    final Tcp tcp;
    final Deque<Sent> sent = new ArrayDeque<>();
    long nowNs;

    private final byte[] frame = new byte[70_000];

    ManyPeers(TcpConfig config, long startNs, long key) {
        nowNs = startNs;
        InternetLayer ip =
                new InternetLayer() {
                    @Override
                    public int sourceAddressFor(int remoteAddress) {
                        return SELF;
                    }

                    @Override
                    public int mtuTo(int remoteAddress) {
                        return 1500;
                    }
                };
        tcp = new Tcp(config, new PortableOctets(), ip, key, ~key, true);
    }

    /** A segment from an address to {@link #PORT}; what it causes at once joins {@link #sent}. */
    void send(int from, int port, int seq, int ack, int flags, byte[] options, int textLength) {
        byte[] none = new byte[textLength];
        byte[] s = Fields.segment(0, port, PORT, seq, ack, flags, 4096, options, none);
        Fields.seal(s, from, SELF);
        arrives(from, s, 0);
    }

    /** A segment as it is, with flags of {@link Tcp#segmentArrives}. */
    void arrives(int from, byte[] s, int flags) {
        int result = tcp.segmentArrives(s, 0, s.length, from, SELF, flags, nowNs);
        Inspector.check(tcp);
        if ((result & Tcp.REPLY) != 0) {
            int length = tcp.emitReply(frame, 0, nowNs);
            sent.add(new Sent(from, Arrays.copyOf(frame, length)));
        }
        transmit();
    }

    void syn(int from, int port, int seq, byte... options) {
        send(from, port, seq, 0, Segment.SYN, options, 0);
    }

    void ack(int from, int port, int seq, int ack, int textLength) {
        send(from, port, seq, ack, Segment.ACK, NO_OPTIONS, textLength);
    }

    /** The only segment sent since the last call. */
    Sent only() {
        if (sent.size() != 1) {
            throw new AssertionError(sent.size() + " segments instead of one");
        }
        return sent.remove();
    }

    /** SYNs from other addresses until a bucket is full: flood mode. */
    void startFlood() {
        for (int i = 0; tcp.counter(TcpCounter.FLOOD_MODES) == 0; i++) {
            syn(0xc6120000 + i, 1024 + i, i);
        }
        sent.clear();
    }

    /** Lets time pass; what timers send joins {@link #sent}. */
    void runFor(long ns) {
        long until = nowNs + ns;
        long next;
        while ((next = tcp.nextDeadlineNs()) != Long.MAX_VALUE && next - until <= 0) {
            nowNs = next - nowNs > 0 ? next : nowNs;
            tcp.fireTimers(nowNs, Integer.MAX_VALUE);
            Inspector.check(tcp);
            transmit();
        }
        nowNs = until;
        tcp.fireTimers(nowNs, Integer.MAX_VALUE);
        transmit();
    }

    /** Sends what is owed, as after each segment. */
    void transmit() {
        int flow;
        while ((flow = tcp.nextOwing()) != Tcp.NONE) {
            int to = tcp.remoteAddress(flow);
            int length = tcp.emit(flow, frame, 0, frame.length, nowNs);
            Inspector.check(tcp);
            if (length > 0) {
                sent.add(new Sent(to, Arrays.copyOf(frame, length)));
            }
        }
    }

    /** Connections of all states that hold a slot, as STATUS shows them. */
    int connections() {
        TcpStatus row = new TcpStatus();
        int found = 0;
        for (int i = 0; i < tcp.statusRows(); i++) {
            found += tcp.status(i, row, nowNs) && row.kind == TcpStatus.CONNECTION ? 1 : 0;
        }
        return found;
    }
}
