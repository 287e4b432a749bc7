package org.tcplite.tcp;

/**
 * The ranges of text one connection holds ahead of RCV.NXT, sorted, disjoint and not touching. The
 * text itself lies in the receive ring. Each range keeps a stamp of its last growth, so that SACK
 * blocks can be told in the order of RFC 2018 section 4.
 */
final class ReceivedRanges {

    private final int[] left;
    private final int[] right;
    private final int[] stamp;
    private int count;
    private int clock;

    ReceivedRanges(int capacity) {
        left = new int[capacity];
        right = new int[capacity];
        stamp = new int[capacity];
    }

    void clear() {
        count = 0;
        clock = 0;
    }

    int count() {
        return count;
    }

    int left(int i) {
        return left[i];
    }

    int right(int i) {
        return right[i];
    }

    /** When range {@code i} last grew: a larger stamp is more recent, compared by subtraction. */
    int stamp(int i) {
        return stamp[i];
    }

    /** The stamp of the latest growth. */
    int clock() {
        return clock;
    }

    /** The range that grew last before the stamp {@code before}, or -1. */
    int newestBefore(int before) {
        int newest = -1;
        for (int i = 0; i < count; i++) {
            if (stamp[i] - before < 0 && (newest < 0 || stamp[i] - stamp[newest] > 0)) {
                newest = i;
            }
        }
        return newest;
    }

    /** True if {@link #add} would find room: a range to join, or an unused one. */
    boolean hasRoomFor(int from, int to) {
        if (count < left.length) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (SeqNum.leq(from, right[i]) && SeqNum.leq(left[i], to)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Notes that {@code from..to} is held now. Ranges it overlaps or touches become one.
     *
     * @param from first sequence number
     * @param to the sequence number after the last; {@link #hasRoomFor} was asked before
     */
    void add(int from, int to) {
        int first = 0;
        while (first < count && SeqNum.lt(right[first], from)) {
            first++;
        }
        int end = first;
        int newLeft = from;
        int newRight = to;
        while (end < count && SeqNum.leq(left[end], to)) {
            newLeft = SeqNum.min(newLeft, left[end]);
            newRight = SeqNum.max(newRight, right[end]);
            end++;
        }
        if (end == first) {
            shiftUp(first);
        } else {
            shiftDown(first + 1, end);
        }
        left[first] = newLeft;
        right[first] = newRight;
        stamp[first] = ++clock;
    }

    /**
     * RCV.NXT has reached {@code rcvNxt}: ranges below it are done with.
     *
     * @return how far text is now held without a gap: {@code rcvNxt} or the end of a range it met
     */
    int advance(int rcvNxt) {
        int reached = rcvNxt;
        int done = 0;
        while (done < count && SeqNum.leq(left[done], reached)) {
            reached = SeqNum.max(reached, right[done]);
            done++;
        }
        shiftDown(0, done);
        return reached;
    }

    /**
     * The end of the part of {@code from..to} that is not held yet, beginning at {@code from};
     * equal to {@code from} if that octet is held.
     */
    int endOfGap(int from, int to) {
        for (int i = 0; i < count; i++) {
            if (SeqNum.lt(from, right[i])) {
                return SeqNum.leq(left[i], from) ? from : SeqNum.min(left[i], to);
            }
        }
        return to;
    }

    /** The end of the held range that {@code at} lies in. */
    int endOfHeld(int at) {
        for (int i = 0; i < count; i++) {
            if (SeqNum.leq(left[i], at) && SeqNum.lt(at, right[i])) {
                return right[i];
            }
        }
        return at;
    }

    private void shiftUp(int at) {
        for (int i = count; i > at; i--) {
            left[i] = left[i - 1];
            right[i] = right[i - 1];
            stamp[i] = stamp[i - 1];
        }
        count++;
    }

    private void shiftDown(int to, int from) {
        int distance = from - to;
        if (distance <= 0) {
            return;
        }
        for (int i = from; i < count; i++) {
            left[i - distance] = left[i];
            right[i - distance] = right[i];
            stamp[i - distance] = stamp[i];
        }
        count -= distance;
    }
}
