package org.tcplite.script;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.tcplite.tcp.Tcp;

/** The link under the stack: hands segments in, collects what comes out, and watches both. */
final class Port {

    /** What a frame buffer holds before the stack writes to it (RFC 9293 MUST-69 is seen by it). */
    private static final byte POISON = (byte) 0xa5;

    private static final int MARGIN = 64;

    /** More segments than this at one moment are a loop. */
    private static final int MANY = 100_000;

    private final Subject subject;
    private final Flows flows;
    private final Runnable hook;
    private final int room;
    private final byte[] frame;
    private final Deque<Output> out = new ArrayDeque<>();

    /** No transmit descriptor is free. */
    private boolean held;

    Port(Subject subject, Flows flows, Runnable hook, int mtu) {
        this.subject = subject;
        this.flows = flows;
        this.hook = hook;
        this.room = mtu - 20;
        this.frame = new byte[MARGIN + room + MARGIN];
    }

    /** What came out and no line has asked for yet, oldest first. */
    Deque<Output> out() {
        return out;
    }

    void hold(boolean hold) {
        held = hold;
    }

    void inject(Flow flow, SegmentSpec spec, long nowNs) {
        boolean land = spec.modifiers().containsKey("land");
        int source = land ? Flow.LOCAL : flow.remoteAddress;
        WireSegment segment = flow.injected(spec);
        if (land) {
            segment.sourcePort = segment.destinationPort;
        }
        byte[] bytes = damaged(segment.encode(source, Flow.LOCAL), spec, source);
        int flags = spec.modifiers().containsKey("verified") ? Tcp.CHECKSUM_VERIFIED : 0;
        int answer = subject.segmentArrives(bytes, source, Flow.LOCAL, flags, nowNs);
        hook.run();
        if ((answer & Tcp.REPLY) != 0 && held) {
            subject.dropReply();
            hook.run();
        } else if ((answer & Tcp.REPLY) != 0) {
            Arrays.fill(frame, POISON);
            take(subject.emitReply(frame, MARGIN, nowNs), Flow.LOCAL, source, nowNs);
            hook.run();
        }
    }

    private static byte[] damaged(byte[] bytes, SegmentSpec spec, int source) {
        Integer offset = spec.modifiers().get("offset");
        if (offset != null) {
            bytes[12] = (byte) (offset << 4);
        }
        if (spec.modifiers().containsKey("reserved")) {
            bytes[12] |= 0xf;
        }
        Integer length = spec.modifiers().get("truncate");
        byte[] cut = length == null ? bytes : Arrays.copyOf(bytes, length);
        if (cut.length >= WireSegment.HEADER) {
            WireSegment.fillChecksum(cut, source, Flow.LOCAL);
        }
        if (spec.modifiers().containsKey("checksum")) {
            cut[16] ^= 1;
        }
        return cut;
    }

    /** Lets the stack send all it owes. */
    void drain(long nowNs) {
        for (int i = 0; i < MANY; i++) {
            int flow = subject.nextOwing();
            if (flow == Tcp.NONE || held) {
                return;
            }
            int local = subject.localAddress(flow);
            int remote = subject.remoteAddress(flow);
            Arrays.fill(frame, POISON);
            int length = subject.emit(flow, frame, MARGIN, room, nowNs);
            hook.run();
            if (length != 0) {
                take(length, local, remote, nowNs);
            }
        }
        throw new IllegalStateException("the stack goes on sending without end");
    }

    private void take(int length, int local, int remote, long nowNs) {
        if (length < 0 || length > room) {
            throw new IllegalStateException("a segment of " + length + " octets in room " + room);
        }
        for (int i = 0; i < frame.length; i++) {
            if ((i < MARGIN || i >= MARGIN + length) && frame[i] != POISON) {
                throw new IllegalStateException("the stack wrote outside its segment");
            }
        }
        byte[] bytes = Arrays.copyOfRange(frame, MARGIN, MARGIN + length);
        WireSegment segment = WireSegment.decode(bytes, local, remote);
        Flow flow = flows.of(segment, remote);
        String ends =
                "%s:%d to %s:%d"
                        .formatted(
                                Flows.address(local),
                                segment.sourcePort,
                                Flows.address(remote),
                                segment.destinationPort);
        Output output = new Output(nowNs, flow, segment, ends);
        if (flow != null) {
            flow.sent(segment);
        }
        out.add(output);
        if (flow != null) {
            judge(flow, segment);
        }
    }

    private static void judge(Flow flow, WireSegment segment) {
        String verdict = flow.rules.verdict(segment);
        if (verdict == null && flow.issKnown) {
            int from = segment.seq - flow.iss;
            byte[] wanted = Pattern.userText(from, Math.max(0, flow.writeAt - from));
            verdict = Pattern.difference(wanted, segment.text, from);
        }
        if (verdict != null) {
            throw new IllegalStateException("the stack sent a bad segment: " + verdict);
        }
    }
}
