package org.tcplite.sim.capture;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One line a frame, in packetdrill's notation as the packet scripts use it: time since the line
 * before, direction as seen from the board ({@code <} in, {@code >} out), the segment with sequence
 * numbers relative to both initial ones. What a script does not need stands behind {@code //}.
 *
 * <pre>
 * +0.001203 &gt; S. 0:0(0) ack 1 win 65535 &lt;mss 1460&gt;   // 10.0.0.2:80 &gt; 10.0.0.1:40000
 * </pre>
 */
public final class TraceWriter implements FrameTap {

    private static final int COMMENT_COLUMN = 56;

    /** Initial numbers remembered: a flood of connections does not fill the memory. */
    private static final int MAX_FLOWS = 65_536;

    private static final long NS_PER_S = 1_000_000_000L;

    /** Where a trace goes; lines come without their end. */
    public interface Lines {

        /** One line. */
        void line(String text);
    }

    private final Lines out;
    private final FrameView view = new FrameView();

    /** Initial sequence numbers by what sends them: {@code 10.0.0.2:80 > 10.0.0.1:40000}. */
    private final Map<String, Integer> initialSeq =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > MAX_FLOWS;
                }
            };

    private boolean first = true;
    private long lastNs;

    /** Writes lines to {@code out}; {@code System.err::println} will do. */
    public TraceWriter(Lines out) {
        this.out = out;
    }

    @Override
    public void frame(
            int direction, long timeNs, byte[] frame, int offset, int length, String comment) {
        view.parse(frame, offset, length);
        StringBuilder line = new StringBuilder();
        line.append('+').append(seconds(first ? 0 : timeNs - lastNs));
        line.append(direction == IN ? " < " : " > ");
        if (view.kind == FrameView.TCP) {
            appendSegment(line);
            while (line.length() < COMMENT_COLUMN) {
                line.append(' ');
            }
            line.append(" // ").append(FrameText.endpoints(view));
        } else {
            line.append(FrameText.other(view));
        }
        if (comment != null) {
            line.append(view.kind == FrameView.TCP ? "; " : " // ").append(comment);
        }
        first = false;
        lastNs = timeNs;
        out.line(line.toString());
    }

    private static String seconds(long ns) {
        long micros = (ns + 500) / 1000;
        return String.format(Locale.ROOT, "%d.%06d", micros * 1000 / NS_PER_S, micros % 1_000_000);
    }

    private void appendSegment(StringBuilder line) {
        String forth = FrameText.endpoints(view);
        String back =
                FrameText.address(view.destination)
                        + ":"
                        + view.destinationPort
                        + " > "
                        + FrameText.address(view.source)
                        + ":"
                        + view.sourcePort;
        learn(forth, back);
        int seq = view.seq - initialSeq.getOrDefault(forth, view.seq);
        int ackBase = initialSeq.getOrDefault(back, view.ack);
        line.append(FrameText.flagLetters(view.flags))
                .append(' ')
                .append(Integer.toUnsignedString(seq))
                .append(':')
                .append(Integer.toUnsignedString(seq + view.textLength))
                .append('(')
                .append(view.textLength)
                .append(')');
        if (view.has(FrameView.ACK)) {
            line.append(" ack ").append(Integer.toUnsignedString(view.ack - ackBase));
        }
        line.append(" win ").append(view.window);
        if (view.has(FrameView.URG)) {
            line.append(" urg ").append(view.urgent);
        }
        String options = FrameText.options(view, ackBase);
        line.append(options.isEmpty() ? "" : " ").append(options);
    }

    /**
     * A SYN tells an initial number; if the beginning was missed, the first segment stands for it.
     */
    private void learn(String forth, String back) {
        if (view.has(FrameView.SYN)) {
            initialSeq.put(forth, view.seq);
            return;
        }
        if (view.has(FrameView.RST)) {
            return;
        }
        initialSeq.putIfAbsent(forth, view.seq - 1);
        if (view.has(FrameView.ACK)) {
            initialSeq.putIfAbsent(back, view.ack - 1);
        }
    }
}
