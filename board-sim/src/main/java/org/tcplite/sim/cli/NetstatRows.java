package org.tcplite.sim.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tcplite.hal.Clock;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.NetstatText;

/**
 * Writes down what {@code netstat -a} shows of each board, all its rows whenever something in them
 * has changed but the time that a timer still has to run. It is added to the loop after the boards,
 * and looks at them every round.
 */
final class NetstatRows implements LoopMember {

    private static final String NOTHING = "(no connection)";
    private static final int HEADING_LINES = 2;
    private static final double NS_PER_S = 1e9;

    private final Clock clock;
    private final List<Watched> boards = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long startNs;

    NetstatRows(Clock clock) {
        this.clock = clock;
    }

    /** Adds a board, under this name. */
    void watch(String name, Board board) {
        boards.add(new Watched(name, new NetstatText(new BoardFacts(board, "wire"), "-")));
    }

    /** The rows so far, with the time since the first of them, under netstat's heading. */
    List<String> lines() {
        sample();
        List<String> all = new ArrayList<>();
        all.add("    seconds  board   " + boards.get(0).text(0).get(HEADING_LINES - 1));
        all.addAll(lines);
        return all;
    }

    @Override
    public boolean turn(long nowNs) {
        sample();
        return false;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    private void sample() {
        long nowNs = clock.nanos();
        for (Watched board : boards) {
            List<String> text = board.text(nowNs);
            List<String> rows = text.subList(HEADING_LINES, text.size());
            List<String> lasting = rows.stream().map(NetstatRows::withoutTime).toList();
            if (!lasting.equals(board.last)) {
                board.last = lasting;
                write(board.name, nowNs, rows.isEmpty() ? List.of(NOTHING) : rows);
            }
        }
    }

    private void write(String board, long nowNs, List<String> rows) {
        if (lines.isEmpty()) {
            startNs = nowNs;
        }
        String time = String.format(Locale.ROOT, "%11.6f", (nowNs - startNs) / NS_PER_S);
        for (String row : rows) {
            lines.add(time + "  " + board + "  " + row);
        }
    }

    /** {@code on (0.98/0/0)} without the seconds. */
    private static String withoutTime(String row) {
        return row.replaceAll("\\([-0-9.]+/", "(/");
    }

    /** One board, and what its rows were when last looked at. */
    private static final class Watched {
        private final String name;
        private final NetstatText text;
        private List<String> last = List.of();

        Watched(String name, NetstatText text) {
            this.name = name;
            this.text = text.show(NetstatText.CONNECTIONS | NetstatText.LISTENERS);
        }

        List<String> text(long nowNs) {
            return new String(Documents.whole(text, nowNs), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }
}
