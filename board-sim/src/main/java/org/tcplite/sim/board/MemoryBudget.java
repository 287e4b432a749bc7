package org.tcplite.sim.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.tcplite.hal.EthernetMac;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.tcp.Tcp;

/** What a board's fixed sizes come to in octets, one row a kind of thing. */
public final class MemoryBudget {

    /** Some number of equal things. */
    public static final class Row {

        /** What it is, in words. */
        public final String what;

        /** How many there are. */
        public final long count;

        /** Octets that one of them takes. */
        public final long octetsEach;

        Row(String what, long count, long octetsEach) {
            this.what = what;
            this.count = count;
            this.octetsEach = octetsEach;
        }

        /** Octets of all of them. */
        public long octets() {
            return count * octetsEach;
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** What these are made of. */
    public MemoryBudget(NetConfig config, NetworkStack stack, EthernetMac mac) {
        Tcp tcp = stack.tcp();
        add(
                "connection slots",
                config.tcp.connections,
                tcp.octetsPerSlot() + stack.octetsPerSlot());
        add(
                "SYN queue entries",
                config.tcp.synQueue,
                tcp.octetsPerSynEntry() + stack.octetsPerSynEntry());
        add("TIME-WAIT records", config.tcp.timeWait, tcp.octetsPerTimeWaitRecord());
        add("ARP entries", config.arpEntries, stack.octetsPerArpEntry());
        add("reassembly buffers", config.reassemblies, stack.octetsPerReassembly());
        add("receive descriptors", mac.rxDepth(), mac.maxFrame());
        add("transmit descriptors", mac.txDepth(), mac.maxFrame());
    }

    private void add(String what, long count, long octetsEach) {
        rows.add(new Row(what, count, octetsEach));
    }

    /** The rows, in the order to print them. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The sum of all rows. */
    public long totalOctets() {
        return rows.stream().mapToLong(Row::octets).sum();
    }

    /** The rows as aligned lines of text, the total last. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%-22s %6d x %,9d octets = %,13d",
                            row.what,
                            row.count,
                            row.octetsEach,
                            row.octets()));
        }
        lines.add(String.format(Locale.ROOT, "%-22s %25s = %,13d", "in total", "", totalOctets()));
        return lines;
    }
}
