package org.tcplite.script;

import java.util.List;
import java.util.Map;

/** One connection as the script sees it: its two ends, and what went over it. */
final class Flow {

    static final int LOCAL = 0x0a000002;
    static final int REMOTE = 0x0a000001;
    static final int LINK_BROADCAST = 0x0a0000ff;
    static final int FIRST_PORT = 40_000;

    /** Stands for our initial sequence number as long as we have sent no SYN. */
    private static final int NO_ISS = 0x20000000;

    final String label;
    int remoteAddress = REMOTE;
    int remotePort;
    int localPort;

    /** The user's handle; 0 before there is one. */
    int handle;

    int irs;
    int iss = NO_ISS;
    boolean issKnown;

    /** The number behind the highest that we have sent. */
    int sndMax = NO_ISS;

    /** The window of the peer's last segment, for lines without one. */
    int peerWindow = 65_535;

    int lastTsVal;

    /** Relative number of the next octet the user writes. */
    int writeAt = 1;

    /** Relative number of the next octet the user reads. */
    int readAt = 1;

    final OutputRules rules = new OutputRules();

    Flow(String label, int remotePort, int irs) {
        this.label = label;
        this.remotePort = remotePort;
        this.irs = irs;
    }

    boolean isTuple(int address, int port, int ourPort) {
        return address == remoteAddress && port == remotePort && ourPort == localPort;
    }

    boolean canClaim(WireSegment s) {
        return issKnown || s.has(Flags.SYN);
    }

    /** Notes a segment of ours before anybody looks at its numbers. */
    void sent(WireSegment s) {
        if (s.has(Flags.SYN) && !issKnown) {
            iss = s.seq;
            sndMax = s.seq;
            issKnown = true;
        }
        if (issKnown && s.seq + s.length() - sndMax > 0) {
            sndMax = s.seq + s.length();
        }
        for (String option : OptionText.decode(s.options, irs)) {
            if (option.startsWith("TS val ")) {
                lastTsVal = Integer.parseUnsignedInt(option.split(" ")[2]);
            }
        }
    }

    /** The segment of a line, as the peer sends it. */
    WireSegment injected(SegmentSpec spec) {
        WireSegment s = new WireSegment();
        s.sourcePort = spec.modifiers().getOrDefault("sport", remotePort);
        s.destinationPort = spec.modifiers().getOrDefault("dport", localPort);
        s.seq = spec.from().on(irs);
        s.ack = spec.ack() == null ? 0 : spec.ack().on(iss);
        s.flags = spec.flags();
        if (spec.window() != null) {
            peerWindow = spec.window();
        }
        s.window = peerWindow;
        s.urgent = spec.urgent() == null ? 0 : spec.urgent();
        List<String> options = spec.options() == null ? List.of() : spec.options();
        s.options = OptionText.encode(options, iss, lastTsVal);
        boolean other = spec.modifiers().containsKey("text");
        int first = spec.from().value() + (s.has(Flags.SYN) ? 1 : 0);
        s.text = Pattern.peerText(first, spec.length(), other);
        if (s.has(Flags.SYN) && readAt == 1) {
            readAt = first;
        }
        rules.received(s);
        return s;
    }

    /** A segment of ours in the words of a script. */
    SegmentSpec words(WireSegment s) {
        boolean resetWithoutNumbers = s.has(Flags.RST) && s.seq == 0 && s.has(Flags.ACK);
        Num from = resetWithoutNumbers ? new Num(true, 0) : new Num(false, s.seq - iss);
        return new SegmentSpec(
                s.flags,
                from,
                s.text.length,
                s.has(Flags.ACK) ? new Num(false, s.ack - irs) : null,
                s.window,
                s.has(Flags.URG) ? s.urgent : null,
                OptionText.decode(s.options, irs),
                false,
                Map.of());
    }
}
