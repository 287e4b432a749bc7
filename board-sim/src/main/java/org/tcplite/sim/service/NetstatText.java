package org.tcplite.sim.service;

import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpStatus;

/**
 * What {@code netstat} prints: the table in net-tools' columns, and the counters that have moved.
 *
 * <pre>
 *     Proto Recv-Q Send-Q Local Address           Foreign Address         State       Timer
 *     tcp        0     16 0.0.0.0:80              0.0.0.0:*               LISTEN      off (0.00/0/0)
 *     tcp        0      0 10.0.0.2:80             10.0.0.1:51422          ESTABLISHED off (0.00/0/0)
 * </pre>
 */
public final class NetstatText implements Sections {

    /** What to show: listeners. */
    public static final int LISTENERS = 1;

    /** What to show: everything that is no listener. */
    public static final int CONNECTIONS = 1 << 1;

    /** What to show: counters. */
    public static final int STATISTICS = 1 << 2;

    /** What to show: the process column. */
    public static final int PROGRAM = 1 << 3;

    private static final int RECEIVE_QUEUE_END = 12;
    private static final int SEND_QUEUE_END = 19;
    private static final int LOCAL = 20;
    private static final int FOREIGN = 44;
    private static final int STATE = 68;
    private static final int TIMER = 80;
    private static final int PROCESS = 104;
    private static final int COUNTER_VALUE_END = 36;

    private static final int PHASE_SHIFT = 24;
    private static final int ROWS = 1;
    private static final int TCP_COUNTERS = 2;
    private static final int NET_COUNTERS = 3;
    private static final int MAC_COUNTERS = 4;
    private static final int LAST_PHASE = MAC_COUNTERS;

    private final BoardFacts board;
    private final Tcp tcp;
    private final String process;
    private final TcpStatus row = new TcpStatus();
    private int shown = LISTENERS | CONNECTIONS | STATISTICS;

    /**
     * The text for one board.
     *
     * @param process what stands in the process column
     */
    public NetstatText(BoardFacts board, String process) {
        this.board = board;
        this.process = process;
        tcp = board.tcp;
    }

    /** Chooses what is shown: a sum of {@link #LISTENERS} ... */
    public NetstatText show(int parts) {
        shown = parts;
        return this;
    }

    @Override
    public int section(int cursor, Text out, int connection, long nowNs) {
        int index = cursor & (1 << PHASE_SHIFT) - 1;
        switch (cursor >>> PHASE_SHIFT) {
            case 0:
                heading(out);
                return next(0);
            case ROWS:
                return row(index, out, nowNs);
            case TCP_COUNTERS:
                return tcpCounter(index, out);
            case NET_COUNTERS:
                return netCounter(index, out);
            default:
                return macCounter(index, out);
        }
    }

    private static int at(int phase, int index) {
        return phase << PHASE_SHIFT | index;
    }

    /** The beginning of the phase after {@code phase}, if it is to be shown. */
    private int next(int phase) {
        int following = phase + 1;
        if (following == ROWS && !isShown(LISTENERS | CONNECTIONS)) {
            following = TCP_COUNTERS;
        }
        if (following > LAST_PHASE || following >= TCP_COUNTERS && !isShown(STATISTICS)) {
            return END;
        }
        return at(following, 0);
    }

    private boolean isShown(int parts) {
        return (shown & parts) != 0;
    }

    private void heading(Text out) {
        if (!isShown(LISTENERS | CONNECTIONS)) {
            return;
        }
        out.put("Active Internet connections (");
        if (isShown(LISTENERS)) {
            out.put(isShown(CONNECTIONS) ? "servers and established" : "only servers");
        } else {
            out.put("w/o servers");
        }
        out.put(")\nProto Recv-Q Send-Q Local Address");
        out.tab(FOREIGN).put("Foreign Address").tab(STATE).put("State").tab(TIMER).put("Timer");
        if (isShown(PROGRAM)) {
            out.tab(PROCESS).put("PID/Program name");
        }
        out.put('\n');
    }

    private int row(int first, Text out, long nowNs) {
        for (int i = first; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs)
                    && isShown(row.kind == TcpStatus.LISTENER ? LISTENERS : CONNECTIONS)) {
                putRow(out, nowNs);
                return at(ROWS, i + 1);
            }
        }
        return next(ROWS);
    }

    private void putRow(Text out, long nowNs) {
        out.put("tcp").putRight(row.receiveQueue, RECEIVE_QUEUE_END);
        out.putRight(row.sendQueue, SEND_QUEUE_END).tab(LOCAL);
        out.putSocket(board.localAddress(row), row.localPort).tab(FOREIGN);
        if (row.kind == TcpStatus.LISTENER) {
            out.put("0.0.0.0:*");
        } else {
            out.putSocket(row.remoteAddress, row.remotePort);
        }
        out.tab(STATE).put(NetstatWords.state(row.state)).tab(TIMER);
        NetstatWords.putTimer(out, row, nowNs);
        if (isShown(PROGRAM)) {
            out.tab(PROCESS).put(row.handle == 0 ? "-" : process);
        }
        out.put('\n');
    }

    private int tcpCounter(int first, Text out) {
        if (first == 0) {
            out.put(isShown(LISTENERS | CONNECTIONS) ? "\nTcp:\n" : "Tcp:\n");
        }
        for (int id = first; id < TcpCounter.COUNT; id++) {
            if (tcp.counter(id) != 0) {
                putCounter(out, TcpCounter.name(id), tcp.counter(id));
                return at(TCP_COUNTERS, id + 1);
            }
        }
        return next(TCP_COUNTERS);
    }

    private int netCounter(int first, Text out) {
        if (first == 0) {
            out.put("Net:\n");
        }
        for (int id = first; id < NetCounter.COUNT; id++) {
            long value = board.stack.counter(id);
            if (value != 0) {
                putCounter(out, NetCounter.name(id), value);
                return at(NET_COUNTERS, id + 1);
            }
        }
        return next(NET_COUNTERS);
    }

    private int macCounter(int first, Text out) {
        if (first == 0) {
            out.put("Mac:\n");
        }
        for (int id = first; id < MacCounter.COUNT; id++) {
            long value = board.mac.counter(id);
            if (value > 0) {
                putCounter(out, MacCounter.name(id), value);
                return at(MAC_COUNTERS, id + 1);
            }
        }
        return next(MAC_COUNTERS);
    }

    private static void putCounter(Text out, String name, long value) {
        out.put("    ").put(name).putRight(value, COUNTER_VALUE_END).put('\n');
    }
}
