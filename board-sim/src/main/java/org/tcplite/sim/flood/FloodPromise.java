package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@link Defence#COOKIES} promises as long as the processor keeps up, held against a run of it
 * and one without the flood; and what is asked of a target on a link.
 */
public final class FloodPromise {

    private static final long P99_NS = 1_200_000_000L;
    private static final long MOST_NS = 3_500_000_000L;
    private static final long NORMAL_AGAIN_NS = 130_000_000_000L;
    private static final double GOODPUT = 0.7;
    private static final double P99 = 0.99;
    private static final double SERVED = 0.95;

    /**
     * One point of it.
     *
     * @param what it says, in words
     * @param found what was seen
     * @param isKept whether that is within the promise
     */
    public record Point(String what, String found, boolean isKept) {}

    private final List<Point> points = new ArrayList<>();

    /** Compares. */
    public FloodPromise(FloodResult flooded, FloodResult quiet) {
        if (flooded.overLink) {
            onLink(flooded);
            return;
        }
        honest(flooded, quiet);
        bulk(flooded, quiet);
        others(flooded);
    }

    /** The points, in the order to print them. */
    public List<Point> points() {
        return List.copyOf(points);
    }

    /** True if all are kept. */
    public boolean isKept() {
        return points.stream().allMatch(Point::isKept);
    }

    /** Of a real target, whose processor may not keep up. */
    private void onLink(FloodResult flooded) {
        add(
                "95 % of honest connections open in time, their 4 KiB come back as they were",
                text("%,d of %,d", flooded.intact, flooded.attempts),
                flooded.intact >= SERVED * flooded.attempts && flooded.corrupted == 0);
        add(
                "no more than six octets go out to the flood's addresses for one from them",
                text("%,d out, %,d in", flooded.octetsOut[0], flooded.octetsIn[0]),
                flooded.octetsOut[0] <= 6 * flooded.octetsIn[0]);
        add("no ARP is caused", text("%d requests", flooded.arpRequests), flooded.arpRequests == 0);
    }

    private void honest(FloodResult flooded, FloodResult quiet) {
        add(
                "every honest connection opens, its 4 KiB come back as they were",
                text("%,d of %,d", flooded.intact, flooded.attempts),
                flooded.intact == flooded.attempts && flooded.corrupted == 0);
        long p99 = flooded.connectNs(P99);
        add(
                "99 % of them open within 1.2 s",
                text("%s, without the flood %s", ms(p99), ms(quiet.connectNs(P99))),
                p99 <= P99_NS && flooded.connectNs.length > 0);
        long most = flooded.connectNs(1);
        add(
                "all of them within 3.5 s",
                text("%s, without the flood %s", ms(most), ms(quiet.connectNs(1))),
                most <= MOST_NS && flooded.connectNs.length == flooded.attempts);
    }

    private void bulk(FloodResult flooded, FloodResult quiet) {
        if (flooded.bulkFlows == 0) {
            return;
        }
        add(
                "the transfers lose nothing",
                text("%d of %d intact", flooded.bulkIntact, flooded.bulkFlows),
                flooded.bulkIntact == flooded.bulkFlows);
        double share = flooded.bulkBitsPerSecond / quiet.bulkBitsPerSecond;
        add("they keep 70 % of their goodput", text("%.1f %%", 100 * share), share >= GOODPUT);
    }

    private void others(FloodResult flooded) {
        int mode = MeteredMac.FLOOD;
        add(
                "in flood mode no more octets go out to the attackers' addresses than come from them",
                text("%,d out, %,d in", flooded.octetsOut[mode], flooded.octetsIn[mode]),
                flooded.octetsOut[mode] <= flooded.octetsIn[mode]);
        add(
                "and one SYN-ACK at most a SYN",
                text("%,d for %,d", flooded.synAcks[mode], flooded.syns[mode]),
                flooded.synAcks[mode] <= flooded.syns[mode]);
        add("no ARP is caused", text("%d requests", flooded.arpRequests), flooded.arpRequests == 0);
        boolean back = flooded.backToNormalNs >= 0 && flooded.backToNormalNs <= NORMAL_AGAIN_NS;
        add(
                "normal mode comes back within 130 s",
                flooded.backToNormalNs < 0
                        ? "not yet"
                        : text("%.1f s", flooded.backToNormalNs / 1e9),
                back);
        add(
                "all slots come back",
                text("%d left in use", flooded.slotsLeftInUse),
                flooded.slotsLeftInUse == 0);
    }

    private void add(String what, String found, boolean isKept) {
        points.add(new Point(what, found, isKept));
    }

    private static String ms(long ns) {
        return text("%,.1f ms", ns / 1e6);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
