package org.tcplite.net;

import org.tcplite.tcp.NextExpiry;

/**
 * Puts fragmented datagrams together (RFC 791 section 3.2, RFC 1122 section 3.3.2) in a fixed
 * number of buffers, for a fixed time. In place of RFC 815's list of holes each 8-octet unit of a
 * buffer has a mark: whether it has arrived, and whether a fragment begins there.
 *
 * <ul>
 *   <li>A fragment that overlaps another ends its datagram (as RFC 5722 has it for IPv6); only an
 *       exact duplicate, octet for octet, is ignored.
 *   <li>A fragment that contradicts the known end ends its datagram.
 *   <li>The first fragment has to hold the whole transport header (RFC 1858).
 *   <li>One source may have half of the buffers, at least one; when it starts another, or when all
 *       are taken, the oldest (of its own, of all) gives way.
 * </ul>
 */
final class Reassembly {

    /** {@link #arrives}: a datagram is complete. No outcome's id is 0. */
    static final int COMPLETE = 0;

    private static final long NEVER = Long.MAX_VALUE;
    private static final int NONE = -1;
    private static final int MAX_DATA = 65535 - Ipv4Packet.HEADER;
    private static final int UNKNOWN = -1;

    private static final byte MISSING = 0;
    private static final byte ARRIVED = 1;
    private static final byte BEGINS = 2;

    private static final int TCP_HEADER = 20;
    private static final int OTHER_HEADER = 8;

    private final long[] counters;
    private final int contexts;
    private final int perSource;
    private final int bufferLength;
    private final long timeoutNs;

    private final byte[] buffers;
    private final byte[] marks;
    private final int[] source;

    /** Protocol and identification, {@code protocol << 16 | id}. */
    private final int[] key;

    /** Octets of the datagram's data, or {@link #UNKNOWN}. */
    private final int[] total;

    /** Octets that have arrived. */
    private final int[] arrived;

    /** The end of what has arrived, in octets. */
    private final int[] reached;

    /** When the datagram is given up; {@link #NEVER} if the context is free. */
    private final long[] deadlineNs;

    /** Contexts that are not free. */
    private int taken;

    private final NextExpiry nextExpiry;

    /** The context of the datagram completed last. */
    private int completed;

    Reassembly(NetConfig config, NextExpiry nextExpiry, long[] counters) {
        this.nextExpiry = nextExpiry;
        this.counters = counters;
        contexts = config.reassemblies;
        perSource = Math.max(1, contexts >>> 1);
        bufferLength = config.reassemblyBuffer;
        timeoutNs = config.reassemblyTimeoutMs * 1_000_000L;
        buffers = new byte[contexts * bufferLength];
        marks = new byte[contexts * (bufferLength >>> 3)];
        source = new int[contexts];
        key = new int[contexts];
        total = new int[contexts];
        arrived = new int[contexts];
        reached = new int[contexts];
        deadlineNs = new long[contexts];
        for (int i = 0; i < contexts; i++) {
            deadlineNs[i] = NEVER;
        }
    }

    /** Octets one buffer of {@code bufferLength} takes, with its marks and fields. */
    static int octetsPerBuffer(int bufferLength) {
        int fields = 4 + 4 + 4 + 4 + 4 + 8; // source, key, total, arrived, reached, deadlineNs
        return bufferLength + (bufferLength >>> 3) + fields;
    }

    /**
     * Takes a fragment in.
     *
     * @param frame holds the fragment's data from {@code at} on
     * @param packet its parsed header
     * @return {@link #COMPLETE}, or the outcome's id
     */
    int arrives(byte[] frame, int at, Ipv4Packet packet, long nowNs) {
        counters[NetCounter.REASM_REQDS]++;
        int offset = packet.fragmentOffset();
        int length = packet.payloadLength();
        boolean isLast = !packet.hasMoreFragments();
        int fault = check(frame, at, offset, length, isLast, packet.protocol);
        if (fault != 0) {
            return fault;
        }
        int context = contextOf(packet, nowNs);
        int end = offset + length;
        if (contradictsEnd(context, end, isLast)) {
            giveUp(context);
            return NetCounter.DROP_FRAGMENT_END;
        }
        if (overlaps(context, offset, end)) {
            if (isDuplicate(context, frame, at, offset, length)) {
                return NetCounter.DROP_FRAGMENT_DUPLICATE;
            }
            giveUp(context);
            return NetCounter.DROP_FRAGMENT_OVERLAP;
        }
        keep(context, frame, at, offset, length);
        if (isLast) {
            total[context] = end;
        }
        if (arrived[context] != total[context]) {
            return NetCounter.ACCEPT_FRAGMENT;
        }
        counters[NetCounter.REASM_OKS]++;
        completed = context;
        return COMPLETE;
    }

    /** The array that holds the completed datagram's data. */
    byte[] data() {
        return buffers;
    }

    /** Where the completed datagram's data begins. */
    int dataOffset() {
        return completed * bufferLength;
    }

    /** Octets of the completed datagram's data. */
    int dataLength() {
        return total[completed];
    }

    /** The completed datagram has been delivered. */
    void release() {
        free(completed);
    }

    // ---- one fragment

    private int check(byte[] frame, int at, int offset, int length, boolean isLast, int protocol) {
        if (contexts == 0) {
            return NetCounter.DROP_FRAGMENTS_OFF;
        }
        if (length == 0 || !isLast && (length & 7) != 0 || offset + length > MAX_DATA) {
            return NetCounter.DROP_FRAGMENT_LENGTH;
        }
        if (offset + length > bufferLength) {
            return NetCounter.DROP_FRAGMENT_TOO_BIG;
        }
        if (offset == 0 && length < transportHeader(frame, at, length, protocol)) {
            return NetCounter.DROP_FRAGMENT_TINY;
        }
        return 0;
    }

    private static int transportHeader(byte[] frame, int at, int length, int protocol) {
        if (protocol != Ipv4Packet.TCP) {
            return OTHER_HEADER;
        }
        return length < TCP_HEADER ? TCP_HEADER : (frame[at + 12] & 0xf0) >>> 2;
    }

    private boolean contradictsEnd(int context, int end, boolean isLast) {
        int known = total[context];
        if (isLast) {
            return known != UNKNOWN && known != end || end < reached[context];
        }
        return known != UNKNOWN && end >= known;
    }

    private boolean overlaps(int context, int offset, int end) {
        int first = markOf(context, offset);
        int behind = markOf(context, end + 7);
        for (int i = first; i < behind; i++) {
            if (marks[i] != MISSING) {
                return true;
            }
        }
        return false;
    }

    /** Whether exactly these octets have arrived before, as one fragment. */
    private boolean isDuplicate(int context, byte[] frame, int at, int offset, int length) {
        int first = markOf(context, offset);
        int behind = markOf(context, offset + length + 7);
        if (marks[first] != BEGINS) {
            return false;
        }
        for (int i = first + 1; i < behind; i++) {
            if (marks[i] != ARRIVED) {
                return false;
            }
        }
        boolean endsThere = behind == markOf(context, bufferLength) || marks[behind] != ARRIVED;
        return endsThere && equal(context * bufferLength + offset, frame, at, length);
    }

    private boolean equal(int stored, byte[] frame, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (buffers[stored + i] != frame[at + i]) {
                return false;
            }
        }
        return true;
    }

    private void keep(int context, byte[] frame, int at, int offset, int length) {
        System.arraycopy(frame, at, buffers, context * bufferLength + offset, length);
        int first = markOf(context, offset);
        int behind = markOf(context, offset + length + 7);
        marks[first] = BEGINS;
        for (int i = first + 1; i < behind; i++) {
            marks[i] = ARRIVED;
        }
        arrived[context] += length;
        reached[context] = Math.max(reached[context], offset + length);
    }

    private int markOf(int context, int offset) {
        return context * (bufferLength >>> 3) + (offset >>> 3);
    }

    // ---- contexts

    /** The datagram's context; a new one if it has none. */
    private int contextOf(Ipv4Packet packet, long nowNs) {
        int wanted = packet.protocol << 16 | packet.identification;
        int unused = NONE;
        int ofSource = 0;
        for (int i = 0; i < contexts; i++) {
            if (deadlineNs[i] == NEVER) {
                unused = i;
            } else if (source[i] == packet.source) {
                if (key[i] == wanted) {
                    return i;
                }
                ofSource++;
            }
        }
        if (ofSource >= perSource) {
            unused = oldest(packet.source, true);
            giveUp(unused);
        } else if (unused == NONE) {
            unused = oldest(0, false);
            giveUp(unused);
        }
        taken++;
        source[unused] = packet.source;
        key[unused] = wanted;
        total[unused] = UNKNOWN;
        arrived[unused] = 0;
        reached[unused] = 0;
        deadlineNs[unused] = nowNs + timeoutNs;
        nextExpiry.armed(deadlineNs[unused]);
        return unused;
    }

    /**
     * The oldest context, of one source or of all. The time-out is the same for all: age is
     * deadline.
     */
    private int oldest(int ofSource, boolean onlyOfSource) {
        int found = NONE;
        for (int i = 0; i < contexts; i++) {
            boolean counts = deadlineNs[i] != NEVER && (!onlyOfSource || source[i] == ofSource);
            if (counts && (found == NONE || deadlineNs[i] - deadlineNs[found] < 0)) {
                found = i;
            }
        }
        return found;
    }

    private void giveUp(int context) {
        counters[NetCounter.REASM_FAILS]++;
        free(context);
    }

    private void free(int context) {
        deadlineNs[context] = NEVER;
        taken--;
        int behind = markOf(context, bufferLength);
        for (int i = markOf(context, 0); i < behind; i++) {
            marks[i] = MISSING;
        }
    }

    // ---- time

    /** The earliest end of a datagram's time, or {@code Long.MAX_VALUE}. */
    long nextDeadlineNs() {
        int context = oldest(0, false);
        return context == NONE ? NEVER : deadlineNs[context];
    }

    /**
     * Gives up the datagrams whose time has come, at most {@code limit}.
     *
     * @return how many
     */
    int fireTimers(long nowNs, int limit) {
        int fired = 0;
        for (int i = 0; taken > 0 && i < contexts && fired < limit; i++) {
            if (deadlineNs[i] != NEVER && deadlineNs[i] - nowNs <= 0) {
                counters[NetCounter.REASM_TIMEOUT]++;
                giveUp(i);
                fired++;
            }
        }
        return fired;
    }
}
