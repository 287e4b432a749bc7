package org.tcplite.sim.service;

import java.util.List;
import org.tcplite.net.NetCounter;
import org.tcplite.sim.board.MemoryBudget;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpStatus;

/** {@code GET /}: the board's page for people, made from {@code page.html}. */
final class BoardPage implements Sections {

    private static final int PIECE_SHIFT = 20;
    private static final int DONE = -1;

    private static final List<String> NAMES =
            List.of(
                    "refresh",
                    "address",
                    "link",
                    "uptime",
                    "live",
                    "own",
                    "sockets",
                    "memory",
                    "counters");
    private static final int REFRESH = 0;
    private static final int ADDRESS = 1;
    private static final int LINK = 2;
    private static final int UPTIME = 3;
    private static final int LIVE = 4;
    private static final int OWN = 5;
    private static final int SOCKETS = 6;
    private static final int MEMORY = 7;

    private final Template template = new Template("page.html", NAMES);
    private final BoardFacts board;
    private final Tcp tcp;
    private final boolean live;
    private final TcpStatus row = new TcpStatus();

    /**
     * The page.
     *
     * @param live a browser is to ask for it again every two seconds
     */
    BoardPage(BoardFacts board, boolean live) {
        this.board = board;
        this.live = live;
        tcp = board.tcp;
    }

    @Override
    public int section(int cursor, Text out, int connection, long nowNs) {
        int piece = cursor >>> PIECE_SHIFT;
        int index = cursor & (1 << PIECE_SHIFT) - 1;
        int name = template.nameOf(piece);
        int next = DONE;
        if (name == Template.PLAIN) {
            template.put(piece, out);
        } else {
            next = fill(name, index, out, connection, nowNs);
        }
        if (next != DONE) {
            return piece << PIECE_SHIFT | next;
        }
        return piece + 1 < template.pieces() ? piece + 1 << PIECE_SHIFT : END;
    }

    /** Fills in part {@code index} of a name; the next part's index or {@link #DONE}. */
    private int fill(int name, int index, Text out, int connection, long nowNs) {
        switch (name) {
            case REFRESH:
                out.put(live ? "<meta http-equiv=\"refresh\" content=\"2\">\n" : "");
                return DONE;
            case ADDRESS:
                out.putAddress(board.config.address);
                return DONE;
            case LINK:
                escape(out, board.link);
                return DONE;
            case UPTIME:
                uptime(out, (nowNs - board.startNs) / 1_000_000_000);
                return DONE;
            case LIVE:
                out.put(
                        live
                                ? "Made anew every two seconds; <a href=\"/\">stop</a>."
                                : "<a href=\"/?live\">Make it anew every two seconds</a>.");
                return DONE;
            case OWN:
                return own(index, out, connection, nowNs);
            case SOCKETS:
                return socket(index, out, connection, nowNs);
            case MEMORY:
                return memory(index, out);
            default:
                return counter(index, out);
        }
    }

    private static void uptime(Text out, long seconds) {
        if (seconds >= 86_400) {
            out.put(seconds / 86_400).put("d ");
        }
        out.put(seconds / 3600 % 24).put(':').putPadded(seconds / 60 % 60, 2);
        out.put(':').putPadded(seconds % 60, 2);
    }

    private int own(int index, Text out, int connection, long nowNs) {
        for (int i = index; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs) && row.handle == connection) {
                beginFigure(out, "from").putSocket(row.remoteAddress, row.remotePort);
                beginFigure(out.put("</b></div>"), "segments carry")
                        .put(row.sendMss)
                        .put(" octets");
                beginFigure(out.put("</b></div>"), "round trip").putMilliseconds(row.srttNs);
                beginFigure(out.put(" ms</b></div>"), "time-out").putMilliseconds(row.rtoNs);
                beginFigure(out.put(" ms</b></div>"), "congestion window").putGrouped(row.cwnd);
                beginFigure(out.put("</b></div>"), "your window").putGrouped(row.sndWnd);
                out.put("</b></div>");
                return DONE;
            }
        }
        return DONE;
    }

    private static Text beginFigure(Text out, String what) {
        return out.put("<div><span>").put(what).put("</span><b class=n>");
    }

    private int socket(int first, Text out, int connection, long nowNs) {
        for (int i = first; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs)) {
                putSocket(out, row.handle == connection, nowNs);
                return i + 1;
            }
        }
        return DONE;
    }

    private void putSocket(Text out, boolean isYours, long nowNs) {
        String state = NetstatWords.state(row.state);
        out.put(isYours ? "<tr class=you><td class=" : "<tr><td class=").put(state).put('>');
        out.put(state).put("<td>").putSocket(board.localAddress(row), row.localPort).put("<td>");
        if (row.kind == TcpStatus.LISTENER) {
            out.put('*');
        } else {
            out.putSocket(row.remoteAddress, row.remotePort);
        }
        out.put("<td class=r>").put(row.receiveQueue).put("<td class=r>").put(row.sendQueue);
        out.put("<td class=r>");
        if (row.kind == TcpStatus.CONNECTION) {
            out.putMilliseconds(row.srttNs).put("<td class=r>").put(row.cwnd);
        } else {
            out.put("<td class=r>");
        }
        out.put("<td>");
        if (row.timer != TcpStatus.TIMER_OFF) {
            NetstatWords.putTimer(out, row, nowNs);
        }
        out.put('\n');
    }

    private int memory(int index, Text out) {
        if (index < board.memory.length) {
            bar(out, board.memory[index]);
            return index + 1;
        }
        out.put("<div class=two><b>together</b><b class=n>");
        out.putGrouped(board.memoryTotal).put(" octets</b></div>");
        return DONE;
    }

    private void bar(Text out, MemoryBudget.Row part) {
        out.put("<div class=two><span>").putGrouped(part.count).put(' ').put(part.what);
        out.put(" of ").putGrouped(part.octetsEach).put(" octets</span><span class=n>");
        out.putGrouped(part.octets()).put("</span></div><div class=bar><i style=\"width:");
        out.put(part.octets() * 100 / Math.max(1, board.memoryTotal)).put("%\"></i></div>\n");
    }

    /** Counters that have moved: those of TCP first, then those beneath. */
    private int counter(int first, Text out) {
        for (int i = first; i < TcpCounter.COUNT + NetCounter.COUNT; i++) {
            boolean isTcp = i < TcpCounter.COUNT;
            int id = isTcp ? i : i - TcpCounter.COUNT;
            long value = isTcp ? tcp.counter(id) : board.stack.counter(id);
            if (value != 0) {
                beginFigure(out, isTcp ? TcpCounter.name(id) : NetCounter.name(id));
                out.putGrouped(value).put("</b></div>\n");
                return i + 1;
            }
        }
        return DONE;
    }

    private static void escape(Text out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                out.put("&lt;");
            } else if (c == '&') {
                out.put("&amp;");
            } else {
                out.put(c >= ' ' && c <= '~' ? c : '?');
            }
        }
    }
}
