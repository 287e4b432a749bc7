package org.tcplite.cortexm;

import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** What the stack knows about itself: connections, the counters that have moved, memory. */
final class NetstatReport extends Report {

    private static final int PHASE_SHIFT = 16;
    private static final int ROWS = 0;
    private static final int TCP = 1;
    private static final int NET = 2;
    private static final int MAC = 3;
    private static final int MEMORY = 4;

    private static final int FOREIGN = 28;
    private static final int STATE = 52;
    private static final int VALUE = 36;

    private final NetworkStack stack;
    private final StagedMac mac;
    private final TcpStatus row = new TcpStatus();

    NetstatReport(NetworkStack stack, StagedMac mac) {
        this.stack = stack;
        this.mac = mac;
    }

    @Override
    int section(int cursor, Line to, long nowNs) {
        int index = cursor & 0xffff;
        switch (cursor >>> PHASE_SHIFT) {
            case ROWS:
                return row(index, to, nowNs);
            case TCP:
                return counter(TCP, index, TcpCounter.COUNT, to);
            case NET:
                return counter(NET, index, NetCounter.COUNT, to);
            case MAC:
                return counter(MAC, index, MacCounter.COUNT, to);
            default:
                return memory(index, to, nowNs);
        }
    }

    private int row(int first, Line to, long nowNs) {
        Tcp tcp = stack.tcp();
        for (int i = first; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, nowNs)) {
                to.put("tcp ").number(row.receiveQueue).put(' ').number(row.sendQueue);
                to.put(' ').socket(stack.address(), row.localPort).tab(FOREIGN);
                if (row.kind == TcpStatus.LISTENER) {
                    to.put('*');
                } else {
                    to.socket(row.remoteAddress, row.remotePort);
                }
                to.tab(STATE).put(TcpState.name(row.state)).put('\n');
                return i + 1;
            }
        }
        return TCP << PHASE_SHIFT;
    }

    private int counter(int phase, int first, int count, Line to) {
        for (int id = first; id < count; id++) {
            long value = value(phase, id);
            if (value > 0) {
                to.put(name(phase, id)).tab(VALUE).number(value).put('\n');
                return phase << PHASE_SHIFT | id + 1;
            }
        }
        return phase + 1 << PHASE_SHIFT;
    }

    private long value(int phase, int id) {
        if (phase == TCP) {
            return stack.tcp().counter(id);
        }
        return phase == NET ? stack.counter(id) : mac.counter(id);
    }

    private static String name(int phase, int id) {
        if (phase == TCP) {
            return TcpCounter.name(id);
        }
        return phase == NET ? NetCounter.name(id) : MacCounter.name(id);
    }

    private int memory(int index, Line to, long nowNs) {
        switch (index) {
            case 0:
                to.put("java_heap_used").tab(VALUE).number(Machine.fact(Machine.JAVA_HEAP_USED));
                break;
            case 1:
                to.put("stack_used").tab(VALUE).number(Machine.fact(Machine.STACK));
                break;
            default:
                to.put("awake_ns").tab(VALUE).number(nowNs - Machine.asleep()).put('\n');
                return END;
        }
        to.put('\n');
        return MEMORY << PHASE_SHIFT | index + 1;
    }
}
