package org.tcplite.tcp;

import java.util.Arrays;
import org.tcplite.hal.MacCounter;
import org.tcplite.net.NetCounter;
import org.tcplite.net.NetworkStack;
import org.tcplite.net.TestMac;

/**
 * Where simulations have been: how often a connection went from one state of the diagram to
 * another, and how far the counters moved. Half-open entries are SYN-RECEIVED, records are
 * TIME-WAIT, listeners are LISTEN.
 */
public final class Coverage {

    private final long[][] edges = new long[TcpState.COUNT][TcpState.COUNT];
    private final long[] counters = new long[TcpCounter.COUNT];
    private final long[] below = new long[NetCounter.COUNT];
    private final long[] lost = new long[MacCounter.COUNT];
    private long events;

    /** What one stack looked like after its last event. */
    static final class View {
        private final Coverage coverage;
        private final Tcp tcp;
        private final int[] state;
        private final boolean[] attached;
        private final boolean[] halfOpen;
        private boolean[] listening;
        private int records;
        private long reused;

        View(Coverage coverage, Tcp tcp) {
            this.coverage = coverage;
            this.tcp = tcp;
            state = new int[tcp.connections.tcbs.length];
            attached = new boolean[state.length];
            halfOpen = new boolean[tcp.connections.synQueue.capacity()];
            listening = new boolean[tcp.connections.listeners.capacity()];
        }

        /** An event is over. */
        void look() {
            coverage.events++;
            Connections now = tcp.connections;
            int opened = 0;
            for (Tcb tcb : now.tcbs) {
                opened += lookAt(tcb) ? 1 : 0;
            }
            lookAtHalfOpen(now.synQueue, opened);
            for (int i = now.timeWait.size(); i < records; i++) {
                coverage.count(TcpState.TIME_WAIT, TcpState.CLOSED);
            }
            records = now.timeWait.size();
            for (int i = 0; i < listening.length; i++) {
                boolean used = now.listeners.isUsed(i);
                if (used != listening[i]) {
                    int to = used ? TcpState.LISTEN : TcpState.CLOSED;
                    coverage.count(used ? TcpState.CLOSED : TcpState.LISTEN, to);
                }
                listening[i] = used;
            }
        }

        /** True if the slot holds a connection that has come out of the SYN queue. */
        private boolean lookAt(Tcb tcb) {
            int slot = tcb.slot;
            boolean opened = false;
            if (tcb.attached && !attached[slot]) {
                boolean active =
                        tcb.state == TcpState.SYN_SENT || tcb.state == TcpState.SYN_RECEIVED;
                opened = !active;
                state[slot] = active ? TcpState.CLOSED : TcpState.SYN_RECEIVED;
                move(slot, active ? TcpState.SYN_SENT : TcpState.ESTABLISHED);
            }
            if (tcb.attached) {
                move(slot, tcb.state);
            } else if (attached[slot]) {
                boolean record =
                        tcp.connections.timeWait.find(tcb.remoteAddress, tcb.ports)
                                != TimeWaitTable.NONE;
                move(slot, record ? TcpState.TIME_WAIT : TcpState.CLOSED);
            }
            attached[slot] = tcb.attached;
            return opened;
        }

        private void move(int slot, int to) {
            if (state[slot] != to) {
                coverage.count(state[slot], to);
                state[slot] = to;
            }
        }

        /** Entries that are gone without having become a connection leave the listener alone. */
        private void lookAtHalfOpen(SynQueue queue, int opened) {
            int gone = 0;
            for (int i = 0; i < halfOpen.length; i++) {
                boolean used = queue.isUsed(i);
                if (used && !halfOpen[i]) {
                    boolean again = tcp.counter(TcpCounter.TIME_WAIT_REUSED) != reused;
                    coverage.count(
                            again ? TcpState.TIME_WAIT : TcpState.LISTEN, TcpState.SYN_RECEIVED);
                }
                gone += halfOpen[i] && !used ? 1 : 0;
                halfOpen[i] = used;
            }
            for (int i = opened; i < gone; i++) {
                coverage.count(TcpState.SYN_RECEIVED, TcpState.LISTEN);
            }
            reused = tcp.counter(TcpCounter.TIME_WAIT_REUSED);
        }

        /** The run is over: the counters are added up. */
        void finish() {
            for (int id = 0; id < TcpCounter.COUNT; id++) {
                coverage.counters[id] += tcp.counter(id);
            }
        }
    }

    private void count(int from, int to) {
        edges[from][to]++;
    }

    /** How often a connection went from one state of {@link TcpState} to the next one. */
    public long edge(int from, int to) {
        return edges[from][to];
    }

    /** The sum of a counter of {@link TcpCounter} over all stacks. */
    public long counter(int id) {
        return counters[id];
    }

    /** The sum of a counter of {@link NetCounter} over all boards. */
    public long netCounter(int id) {
        return below[id];
    }

    /**
     * The sum of a counter of {@link MacCounter} over all boards: frames lost; -1 for what these
     * MACs do not count.
     */
    public long macCounter(int id) {
        return TestMac.isCounted(id) ? lost[id] : -1;
    }

    /** Adds what whole boards have counted below TCP. */
    void add(TwoBoards boards) {
        for (int host = 0; host < 2; host++) {
            NetworkStack stack = boards.stack[host];
            TestMac mac = boards.mac[host];
            Arrays.setAll(below, id -> below[id] + stack.counter(id));
            Arrays.setAll(lost, id -> lost[id] + mac.counter(id));
        }
    }

    /** Calls into a stack. */
    public long events() {
        return events;
    }

    /** Adds what others have seen. */
    public void add(Coverage other) {
        for (int from = 0; from < edges.length; from++) {
            for (int to = 0; to < edges.length; to++) {
                edges[from][to] += other.edges[from][to];
            }
        }
        Arrays.setAll(counters, id -> counters[id] + other.counters[id]);
        Arrays.setAll(below, id -> below[id] + other.below[id]);
        Arrays.setAll(lost, id -> lost[id] + other.lost[id]);
        events += other.events;
    }
}
