package org.tcplite.sim.cli;

import java.util.function.IntSupplier;
import org.tcplite.tcp.TcpState;

/** Counts how often each arrow of the {@link StateTable} is gone along in a run. */
final class StateVisits {

    private final int[] counts = new int[StateTable.all().size()];

    /**
     * As {@code probe}, and counts what changes from one question to the next, beginning with
     * CLOSED.
     */
    IntSupplier watch(IntSupplier probe) {
        return new IntSupplier() {
            private int last = TcpState.CLOSED;

            @Override
            public int getAsInt() {
                int state = probe.getAsInt();
                if (state != last) {
                    count(last, state);
                    last = state;
                }
                return state;
            }
        };
    }

    /** How often the arrow with this index was gone along. */
    int count(int index) {
        return counts[index];
    }

    private void count(int from, int to) {
        int arrow = StateTable.find(from, to);
        if (arrow < 0 && to == TcpState.LISTEN) {
            arrow = StateTable.find(from, TcpState.CLOSED); // what is left is the listener
        }
        if (arrow < 0) {
            throw new IllegalStateException(
                    "the state diagram has no arrow from "
                            + TcpState.name(from)
                            + " to "
                            + TcpState.name(to));
        }
        counts[arrow]++;
    }
}
