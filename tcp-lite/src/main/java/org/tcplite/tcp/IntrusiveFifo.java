package org.tcplite.tcp;

/**
 * A first-in-first-out list of small integers {@code 0..members-1}, each at most once in it,
 * without nodes: the links stand in one array.
 */
final class IntrusiveFifo {

    /** {@link #first()}: the list is empty. */
    static final int NONE = -1;

    /** Octets one possible member takes. */
    static final int OCTETS_PER_MEMBER = 4;

    private static final int ABSENT = -2;

    private final int[] next;
    private int head = NONE;

    /** The youngest member, if there is any. */
    private int tail;

    IntrusiveFifo(int members) {
        next = new int[members];
        for (int i = 0; i < members; i++) {
            next[i] = ABSENT;
        }
    }

    /** Puts {@code member} at the end, unless it is in the list already. */
    void add(int member) {
        if (next[member] != ABSENT) {
            return;
        }
        next[member] = NONE;
        if (head == NONE) {
            head = member;
        } else {
            next[tail] = member;
        }
        tail = member;
    }

    /** Puts {@code member}, which is not in the list, before all others. */
    void addFirst(int member) {
        next[member] = head;
        if (head == NONE) {
            tail = member;
        }
        head = member;
    }

    /** The oldest member, or {@link #NONE}. */
    int first() {
        return head;
    }

    /** Takes the oldest member out and answers it, or {@link #NONE}. */
    int removeFirst() {
        int member = head;
        if (member != NONE) {
            head = next[member];
            next[member] = ABSENT;
        }
        return member;
    }

    boolean contains(int member) {
        return next[member] != ABSENT;
    }
}
