package org.tcplite.sim.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.tcplite.tcp.TcpCounter;

/** What has come of a transfer, as rows of a label and a value or two. */
public final class TransferTable {

    private static final int LABEL = 46;
    private static final int COLUMN = 14;
    private static final double MS = 1e6;

    private final List<List<String>> rows = new ArrayList<>();
    private final TransferResult result;

    /** Of one transfer. */
    public TransferTable(TransferResult result) {
        this.result = result;
        outcome();
        ends();
        integrity();
    }

    private void outcome() {
        List<String> head = new ArrayList<>(List.of("", "board"));
        if (result.peer != null) {
            head.add("peer");
        }
        rows.add(head);
        row(
                result.direction == Direction.BOTH ? "octets each way" : "octets",
                text("%,d", result.octets));
        row("elapsed", text("%.3f s", result.elapsedNs / 1e9));
        row("  to connect", time(result.connectNs));
        row(
                "goodput",
                result.elapsedNs == 0
                        ? "- (the wire takes no time)"
                        : text("%.3f Mbit/s", result.bitsPerSecond() / 1e6));
        row(
                "round trip, smoothed: least, last, most",
                time(result.leastRttNs)
                        + ", "
                        + time(result.lastRttNs)
                        + ", "
                        + time(result.mostRttNs));
    }

    private void ends() {
        count("segments sent", TcpCounter.OUT_SEGS);
        count("segments sent again", TcpCounter.RETRANS_SEGS);
        count("  in fast recovery", TcpCounter.FAST_RETRANS);
        count("  after a time-out", TcpCounter.SLOW_START_RETRANS);
        row("  by time-outs and probes", TransferTable::otherwise);
        count("  of these, lost again and found so", TcpCounter.LOST_RETRANSMIT);
        count("  of these, needless: told by the other end", TcpCounter.DSACK_RECV);
        count("fast recoveries", TcpCounter.SACK_RECOVERY);
        count("tail loss probes", TcpCounter.LOSS_PROBES);
        count("time-outs", TcpCounter.TIMEOUTS);
        row("recoveries and time-outs undone as needless", TransferTable::undone);
        count("segments that came out of order", TcpCounter.OFO_QUEUE);
        count("segments with a wrong checksum", TcpCounter.DROP_CHECKSUM);
    }

    private static long undone(TransferEnd end) {
        return end.count(TcpCounter.DSACK_UNDO)
                + end.count(TcpCounter.FULL_UNDO)
                + end.count(TcpCounter.SPURIOUS_RTOS);
    }

    private static long otherwise(TransferEnd end) {
        return end.count(TcpCounter.RETRANS_SEGS)
                - end.count(TcpCounter.FAST_RETRANS)
                - end.count(TcpCounter.SLOW_START_RETRANS);
    }

    private void integrity() {
        row("SHA-256, this end", result.ourDigest);
        row("SHA-256, the other", result.peerDigest.isEmpty() ? "-" : result.peerDigest);
        row("intact and finished", result.isKept() ? "yes" : "NO: " + result.failure);
    }

    private void count(String label, int id) {
        row(label, end -> end.count(id));
    }

    private void row(String label, ToLongFunction<TransferEnd> value) {
        List<String> cells = new ArrayList<>(List.of(label));
        cells.add(text("%,d", value.applyAsLong(result.board)));
        if (result.peer != null) {
            cells.add(text("%,d", value.applyAsLong(result.peer)));
        }
        rows.add(cells);
    }

    private void row(String label, String value) {
        rows.add(List.of(label, value));
    }

    /** The rows, the heads of the columns first. */
    public List<List<String>> cells() {
        return List.copyOf(rows);
    }

    /** A line a row, aligned. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> cells : rows) {
            StringBuilder line = new StringBuilder(text("%-" + LABEL + "s", cells.get(0)));
            for (String cell : cells.subList(1, cells.size())) {
                line.append(text("%" + COLUMN + "s", cell));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String time(long ns) {
        return ns == 0 ? "-" : text("%,.1f ms", ns / MS);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
