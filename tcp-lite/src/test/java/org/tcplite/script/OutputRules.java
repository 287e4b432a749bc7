package org.tcplite.script;

import java.util.List;

/** What holds for every segment of a connection that the stack sends, whatever the script says. */
final class OutputRules {

    private boolean ourScaleSent;
    private boolean peerScaleSent;
    private int ourShift;
    private int peerShift;

    private boolean edgeKnown;
    private int ourEdge;
    private int ourAck;

    private boolean peerEdgeKnown;
    private int peerEdge;

    /** Notes a segment of the peer's. */
    void received(WireSegment s) {
        if (s.has(Flags.SYN)) {
            for (String option : wellFormed(s)) {
                if (option.startsWith("wscale ")) {
                    peerScaleSent = true;
                    peerShift = Math.min(14, Integer.parseInt(option.substring(7)));
                }
            }
        }
        if (!s.has(Flags.ACK) || s.has(Flags.RST)) {
            return;
        }
        int shift = s.has(Flags.SYN) || !ourScaleSent || !peerScaleSent ? 0 : peerShift;
        int edge = s.ack + (s.window << shift);
        if (!peerEdgeKnown || edge - peerEdge > 0) {
            peerEdgeKnown = true;
            peerEdge = edge;
        }
    }

    private static List<String> wellFormed(WireSegment s) {
        try {
            return OptionText.decode(s.options, 0);
        } catch (IllegalStateException e) {
            return List.of();
        }
    }

    /**
     * Judges a segment of ours.
     *
     * @return what is wrong with it, or null
     */
    String verdict(WireSegment s) {
        for (String option : OptionText.decode(s.options, 0)) {
            if (!s.has(Flags.SYN) && option.matches("(mss|wscale|sackOK).*")) {
                return "the option \"" + option + "\" on a segment without SYN (RFC 9293 MUST-65)";
            }
            if (option.startsWith("wscale ")) {
                ourScaleSent = true;
                ourShift = Integer.parseInt(option.substring(7));
            }
        }
        if (s.has(Flags.RST) || s.has(Flags.SYN)) {
            return null;
        }
        if (s.text.length > 1 && peerEdgeKnown && s.seq + s.text.length - peerEdge > 0) {
            return "text past the right edge of the peer's window (RFC 9293 section 3.4)";
        }
        return s.has(Flags.ACK) ? edgeVerdict(s) : "no ACK flag in a synchronized state";
    }

    private String edgeVerdict(WireSegment s) {
        int edge = s.ack + (s.window << (ourScaleSent && peerScaleSent ? ourShift : 0));
        if (edgeKnown && s.ack - ourAck < 0) {
            return "RCV.NXT went back by " + (ourAck - s.ack);
        }
        if (edgeKnown && edge - ourEdge < 0) {
            return "the window's right edge moved left by "
                    + (ourEdge - edge)
                    + " (RFC 9293 SHLD-14)";
        }
        edgeKnown = true;
        ourEdge = edge;
        ourAck = s.ack;
        return null;
    }
}
