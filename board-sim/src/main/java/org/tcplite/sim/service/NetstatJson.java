package org.tcplite.sim.service;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.sim.board.MemoryBudget;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * What {@code netstat --json} prints: one object, {@code schema} 1. States and variables have the
 * names RFC 9293 gives them, the latter in camel case; times are milliseconds. Members may be added
 * within a schema; none is renamed or taken away.
 */
public final class NetstatJson implements Sections {

    /** The board's processor is the thread of its loop. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int PHASE_SHIFT = 24;
    private static final int MEMORY = 1;
    private static final int SOCKETS = 2;
    private static final int TCP_COUNTERS = 3;
    private static final int NET_COUNTERS = 4;
    private static final int MAC_COUNTERS = 5;

    private final BoardFacts board;
    private final Tcp tcp;
    private final long processId;
    private final TcpStatus row = new TcpStatus();

    /** The JSON for one board. */
    public NetstatJson(BoardFacts board, long processId) {
        this.board = board;
        this.processId = processId;
        tcp = board.tcp;
    }

    @Override
    public int section(int cursor, Text out, int connection, long nowNs) {
        int index = cursor & (1 << PHASE_SHIFT) - 1;
        switch (cursor >>> PHASE_SHIFT) {
            case 0:
                head(out, nowNs);
                return at(MEMORY, 0);
            case MEMORY:
                return memory(index, out);
            case SOCKETS:
                return socket(index, out, nowNs);
            case TCP_COUNTERS:
                putCounter(out, index, TcpCounter.name(index), tcp.counter(index));
                return more(TCP_COUNTERS, index, TcpCounter.COUNT, out, "},\n\"net\":{");
            case NET_COUNTERS:
                if (NetCounter.COUNT > 0) {
                    putCounter(out, index, NetCounter.name(index), board.stack.counter(index));
                }
                return more(NET_COUNTERS, index, NetCounter.COUNT, out, "},\n\"mac\":{");
            default:
                putCounter(out, index, MacCounter.name(index), board.mac.counter(index));
                int next = more(MAC_COUNTERS, index, MacCounter.COUNT, out, "}}\n}\n");
                return next >>> PHASE_SHIFT == MAC_COUNTERS ? next : END;
        }
    }

    private static int at(int phase, int index) {
        return phase << PHASE_SHIFT | index;
    }

    private static int more(int phase, int index, int count, Text out, String between) {
        if (index + 1 < count) {
            return at(phase, index + 1);
        }
        out.put(between);
        return at(phase + 1, 0);
    }

    private void head(Text out, long nowNs) {
        out.put("{\n\"schema\":1,\n\"board\":{\"address\":\"").putAddress(board.config.address);
        out.put("\",\"prefixLength\":").put(board.config.prefixLength).put(",\"link\":");
        putString(out, board.link).put(",\"pid\":").put(processId);
        out.put(",\"uptimeMs\":").put((nowNs - board.startNs) / 1_000_000);
        out.put(",\"cpuMs\":").put(THREADS.getCurrentThreadCpuTime() / 1_000_000);
        out.put("},\n\"synQueue\":{\"entries\":").put(board.config.tcp.synQueue);
        out.put(",\"used\":").put(tcp.halfOpen());
        out.put(",\"mode\":\"").put(tcp.isFloodMode(nowNs) ? "flood" : "normal");
        out.put("\"},\n\"memory\":{\"totalOctets\":").put(board.memoryTotal).put(",\"parts\":[");
    }

    private int memory(int index, Text out) {
        MemoryBudget.Row part = board.memory[index];
        out.put(index == 0 ? "\n" : ",\n").put("{\"what\":");
        putString(out, part.what).put(",\"count\":").put(part.count);
        out.put(",\"octetsEach\":").put(part.octetsEach).put('}');
        return more(MEMORY, index, board.memory.length, out, "]},\n\"sockets\":[");
    }

    private int socket(int first, Text out, long nowNs) {
        // the index counts from 1 once a socket has been written
        int written = first & 1;
        for (int i = first >>> 1; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs)) {
                out.put(written == 0 ? "\n" : ",\n");
                putSocket(out, nowNs);
                return at(SOCKETS, i + 1 << 1 | 1);
            }
        }
        out.put("],\n\"counters\":{\"tcp\":{");
        return at(TCP_COUNTERS, 0);
    }

    private void putSocket(Text out, long nowNs) {
        out.put("{\"kind\":\"").put(NetstatWords.kind(row.kind));
        out.put("\",\"state\":\"").put(TcpState.name(row.state));
        out.put("\",\"local\":\"").putSocket(board.localAddress(row), row.localPort).put('"');
        if (row.kind == TcpStatus.LISTENER) {
            number(out, ",\"acceptQueue\":", row.receiveQueue);
            number(out, ",\"backlog\":", row.sendQueue).put('}');
            return;
        }
        out.put(",\"remote\":\"").putSocket(row.remoteAddress, row.remotePort).put('"');
        putTimer(out, nowNs);
        if (row.kind == TcpStatus.CONNECTION) {
            putConnection(out);
        }
        out.put('}');
    }

    private void putTimer(Text out, long nowNs) {
        if (row.timer != TcpStatus.TIMER_OFF) {
            out.put(",\"timer\":\"").put(NetstatWords.timer(row.timer)).put("\",\"timerMs\":");
            out.putMilliseconds(row.timerDeadlineNs - nowNs);
        }
        number(out, ",\"retransmits\":", row.retransmits);
    }

    private void putConnection(Text out) {
        number(out, ",\"slot\":", row.slot);
        out.put(",\"owned\":").put(row.handle == 0 ? "false" : "true");
        if (row.endReason != 0) {
            out.put(",\"endReason\":\"").put(TcpError.text(row.endReason)).put('"');
        }
        number(out, ",\"receiveQueue\":", row.receiveQueue);
        number(out, ",\"sendQueue\":", row.sendQueue);
        sequence(out, ",\"iss\":", row.iss);
        sequence(out, ",\"irs\":", row.irs);
        sequence(out, ",\"sndUna\":", row.sndUna);
        sequence(out, ",\"sndNxt\":", row.sndNxt);
        sequence(out, ",\"sndWnd\":", row.sndWnd);
        sequence(out, ",\"rcvNxt\":", row.rcvNxt);
        sequence(out, ",\"rcvWnd\":", row.rcvWnd);
        sequence(out, ",\"cwnd\":", row.cwnd);
        sequence(out, ",\"ssthresh\":", row.ssthresh);
        number(out, ",\"caState\":", row.congestionState);
        number(out, ",\"sacked\":", row.sacked);
        number(out, ",\"lost\":", row.lost);
        number(out, ",\"resent\":", row.resentSegments);
        number(out, ",\"sendMss\":", row.sendMss);
        out.put(",\"srttMs\":").putMilliseconds(row.srttNs);
        out.put(",\"rttvarMs\":").putMilliseconds(row.rttvarNs);
        out.put(",\"rtoMs\":").putMilliseconds(row.rtoNs);
    }

    private static Text number(Text out, String member, long value) {
        return out.put(member).put(value);
    }

    private static void sequence(Text out, String member, int value) {
        out.put(member).putUnsigned(value);
    }

    private static void putCounter(Text out, int index, String name, long value) {
        out.put(index == 0 ? "\"" : ",\"").put(name).put("\":").put(value);
    }

    private static Text putString(Text out, String string) {
        out.put('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.put('\\');
            }
            out.put(c < ' ' || c > '~' ? '?' : c);
        }
        return out.put('"');
    }
}
