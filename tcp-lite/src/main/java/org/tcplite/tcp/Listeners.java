package org.tcplite.tcp;

/**
 * The listener table: which ports are listened on, and for each a first-in-first-out queue of
 * connections that wait to be accepted, linked through their TCBs.
 */
final class Listeners {

    /** {@link #find}, {@link #claim}: none. */
    static final int NONE = -1;

    private final Tcb[] tcbs;
    private final int[] port;
    private final int[] backlog;
    private final int[] waiting;
    private final int[] head;
    private final int[] tail;
    private final int[] generation;
    private final int[] signals;

    /** No listener is used from here on. */
    private int end;

    /** What connections made at the listener begin with: SO_RCVBUF, SO_SNDBUF, TCP_MAXSEG. */
    final int[] receiveLimit;

    final int[] sendLimit;
    final int[] maxSegment;

    Listeners(int count, Tcb[] tcbs) {
        this.tcbs = tcbs;
        port = new int[count];
        backlog = new int[count];
        waiting = new int[count];
        head = new int[count];
        tail = new int[count];
        generation = new int[count];
        signals = new int[count];
        receiveLimit = new int[count];
        sendLimit = new int[count];
        maxSegment = new int[count];
        for (int i = 0; i < count; i++) {
            generation[i] = 1;
            head[i] = NONE;
            tail[i] = NONE;
        }
    }

    int capacity() {
        return port.length;
    }

    boolean isUsed(int listener) {
        return port[listener] != 0;
    }

    int port(int listener) {
        return port[listener];
    }

    int generation(int listener) {
        return generation[listener];
    }

    int backlog(int listener) {
        return backlog[listener];
    }

    void setBacklog(int listener, int limit) {
        backlog[listener] = limit;
    }

    /** Connections that wait to be accepted. */
    int waiting(int listener) {
        return waiting[listener];
    }

    boolean isFull(int listener) {
        return waiting[listener] >= backlog[listener];
    }

    /** The oldest connection waiting, by slot, or {@link #NONE}. */
    int oldest(int listener) {
        return head[listener];
    }

    /** The listener on a port, or {@link #NONE}. */
    int find(int localPort) {
        for (int i = 0; i < end; i++) {
            if (port[i] == localPort) {
                return i;
            }
        }
        return NONE;
    }

    /** Takes a free place of the table, or answers {@link #NONE}. */
    int claim(int localPort, int limit) {
        for (int i = 0; i < port.length; i++) {
            if (port[i] == 0) {
                port[i] = localPort;
                end = Math.max(end, i + 1);
                backlog[i] = limit;
                signals[i] = 0;
                return i;
            }
        }
        return NONE;
    }

    /** Frees the place; its queue is empty. Handles made of the old generation are stale. */
    void release(int listener, int nextGeneration) {
        port[listener] = 0;
        while (end > 0 && port[end - 1] == 0) {
            end--;
        }
        generation[listener] = nextGeneration;
    }

    void signal(int listener, int bits) {
        signals[listener] |= bits;
    }

    /** Reads and clears the news. */
    int takeSignals(int listener) {
        int taken = signals[listener];
        signals[listener] = 0;
        return taken;
    }

    /** Puts an open connection at the end of the accept queue. */
    void enqueue(int listener, Tcb tcb) {
        tcb.waitsAt = listener;
        tcb.acceptNext = NONE;
        tcb.acceptPrevious = tail[listener];
        if (tail[listener] == NONE) {
            head[listener] = tcb.slot;
        } else {
            tcbs[tail[listener]].acceptNext = tcb.slot;
        }
        tail[listener] = tcb.slot;
        waiting[listener]++;
    }

    /** Takes a connection out of the accept queue it waits in: accepted, or ended before. */
    void dequeue(Tcb tcb) {
        int listener = tcb.waitsAt;
        if (tcb.acceptPrevious == NONE) {
            head[listener] = tcb.acceptNext;
        } else {
            tcbs[tcb.acceptPrevious].acceptNext = tcb.acceptNext;
        }
        if (tcb.acceptNext == NONE) {
            tail[listener] = tcb.acceptPrevious;
        } else {
            tcbs[tcb.acceptNext].acceptPrevious = tcb.acceptPrevious;
        }
        tcb.waitsAt = NONE;
        waiting[listener]--;
    }
}
