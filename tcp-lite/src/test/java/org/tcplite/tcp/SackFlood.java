package org.tcplite.tcp;

import java.lang.reflect.Field;
import java.util.SplittableRandom;

/**
 * A peer that acknowledges nothing and reports what it likes: four SACK blocks a segment against a
 * full ring of sent records. A program, because it is run with {@link SentRecords} of another build
 * in front of it, which count in a field {@code looks} how often a record is read or written.
 */
public final class SackFlood {

    /** What the blocks of a flood are. */
    public enum Kind {
        /** One octet each, somewhere. */
        TINY,
        /** The whole flight four times, each time but for an octet at either end. */
        NESTED,
        /** The whole flight but for its first segment, again and again. */
        SAME,
        /** Every second octet from the left on, so that there are ever more pieces. */
        COMB,
        /** Anything round the flight: old, ahead of what was sent, inverted, duplicates. */
        ANYTHING
    }

    /**
     * How a line of the output begins. There follow the kind, the records of the ring, the most
     * looks that an arriving segment has cost and the most that one sent has.
     */
    public static final String LINE = "flood ";

    private static final int MSS = 64;
    private static final int SEGMENTS = 20_000;
    private static final int PEER = 0x0a000002;
    private static final int US = 0x0a000001;
    private static final int ISS_OF_PEER = 5_000;
    private static final Field LOOKS = counter();
    private static final int HEADER = 20 + 4 + 4 * 8;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Octets octets = new PortableOctets();
    private final byte[] segment = new byte[HEADER];
    private final byte[] frame = new byte[2_000];
    private final Kind kind;
    private final Tcp tcp;
    private final Tcb tcb;
    private long nowNs = 1_000_000_000L;

    private long mostArriving;
    private long mostSending;
    private int step;

    private SackFlood(Kind kind, int records) {
        this.kind = kind;
        TcpConfig config = new TcpConfig();
        config.connections = 1;
        config.sendBuffer = 1 << 16;
        config.sentRecords = records;
        config.timestamps = false;
        InternetLayer beneath =
                new InternetLayer() {
                    @Override
                    public int sourceAddressFor(int remoteAddress) {
                        return US;
                    }

                    @Override
                    public int mtuTo(int remoteAddress) {
                        return 1500;
                    }
                };
        tcp = new Tcp(config, octets, beneath, 1, 2, true);
        int connection = tcp.connect(PEER, 80, 10_000, nowNs);
        tcb = tcp.connections.tcbs[tcp.slotOf(connection)];
        send();
        nowNs += 100_000_000L;
        octets.put32(segment, 20, 2 << 24 | 4 << 16 | MSS);
        octets.put32(segment, 24, 0x01010402);
        arrive(ISS_OF_PEER, Segment.SYN | Segment.ACK, 28);
        tcb.cwnd = 1 << 16;
        tcp.setUserTimeout(connection, 0, nowNs);
        tcp.write(connection, new byte[1 << 16], 0, 1 << 16, nowNs);
        send();
        octets.put32(segment, 20, 0x01010502 + 4 * 8);
    }

    private void arrive(int seq, int flags, int length) {
        octets.put32(segment, 0, 80 << 16 | 10_000);
        octets.put32(segment, 4, seq);
        octets.put32(segment, 8, Math.max(tcb.sndUna, tcb.iss + 1));
        octets.put32(segment, 12, length >> 2 << 28 | flags << 16 | 65_535);
        tcp.segmentArrives(segment, 0, length, PEER, US, Tcp.CHECKSUM_VERIFIED, nowNs);
    }

    private void send() {
        int flow;
        while ((flow = tcp.nextOwing()) != Tcp.NONE) {
            long before = looks();
            tcp.emit(flow, frame, 0, frame.length, nowNs);
            mostSending = Math.max(mostSending, looks() - before);
        }
    }

    /** A segment of the flood, and whatever is sent because of it. */
    private void flood() {
        for (int i = 0; i < 4; i++) {
            int left = left(i);
            octets.put32(segment, 24 + 8 * i, left);
            octets.put32(segment, 28 + 8 * i, right(i, left));
        }
        long before = looks();
        arrive(ISS_OF_PEER + 1, Segment.ACK, HEADER);
        mostArriving = Math.max(mostArriving, looks() - before);
        nowNs += 10_000;
        tcp.fireTimers(nowNs, 10);
        send();
    }

    private int left(int block) {
        int flight = tcb.sndNxt - tcb.sndUna;
        switch (kind) {
            case TINY:
                return tcb.sndUna + 1 + random.nextInt(flight - 1);
            case NESTED:
                return tcb.sndUna + 1 + block;
            case SAME:
                return tcb.sndUna + MSS;
            case COMB:
                return tcb.sndUna + 1 + 2 * ((4 * step++ + block) % (flight >> 1) - 1);
            default:
                return tcb.sndUna + random.nextInt(-flight, 2 * flight);
        }
    }

    private int right(int block, int left) {
        switch (kind) {
            case TINY:
            case COMB:
                return left + 1;
            case NESTED:
                return tcb.sndNxt - block;
            case SAME:
                return tcb.sndNxt;
            default:
                return left + random.nextInt(-10, random.nextBoolean() ? 10 : 10_000);
        }
    }

    private static Field counter() {
        try {
            return SentRecords.class.getDeclaredField("looks");
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("these records do not count", e);
        }
    }

    private static long looks() {
        try {
            return LOOKS.getLong(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The numbers are sizes of rings. */
    public static void main(String[] records) {
        for (String size : records) {
            for (Kind kind : Kind.values()) {
                SackFlood flood = new SackFlood(kind, Integer.parseInt(size));
                for (int i = 0; i < SEGMENTS; i++) {
                    flood.flood();
                }
                System.out.printf(
                        "%s%s %s %d %d%n", LINE, kind, size, flood.mostArriving, flood.mostSending);
            }
        }
    }
}
