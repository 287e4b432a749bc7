package org.tcplite.sim.service;

import org.tcplite.sim.board.Application;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * The dispatcher of a board's services: the one owner of {@link Tcp#nextReady()}. It accepts
 * connections, knows which service each slot belongs to, and keeps their inactivity timers.
 */
public final class Services implements Application {

    /** Timer class: an HTTP connection. */
    static final int HTTP = 0;

    /** Timer class: the last answer is sent, the peer is to close. */
    static final int LINGER = 1;

    /** Timer class: a connection of another service. */
    static final int OTHER = 2;

    /** Handles with news that one turn deals with. */
    private static final int HANDLES_PER_TURN = 256;

    private static final long NS_PER_MS = 1_000_000;
    private static final int LISTENERS = 64;

    private final Tcp tcp;
    private final int backlog;
    private final int[] listeners = new int[LISTENERS];
    private final Service[] listenerServices = new Service[LISTENERS];
    private final Service[] owners;
    private final int[] handles;
    private final IdleTimers timers;
    private int listenerCount;

    /** A dispatcher without services, for the {@code slots} connections of {@code tcp}. */
    public Services(Tcp tcp, int slots, ServicesConfig config) {
        this.tcp = tcp;
        backlog = config.backlog;
        owners = new Service[slots];
        handles = new int[slots];
        timers =
                new IdleTimers(
                        slots,
                        config.httpIdleMs * NS_PER_MS,
                        config.lingerMs * NS_PER_MS,
                        config.idleMs * NS_PER_MS);
    }

    /**
     * Listens on {@code port} for {@code service}.
     *
     * @return 0, or a negative constant of {@link TcpError}
     */
    public int listen(int port, Service service) {
        if (listenerCount == LISTENERS) {
            return TcpError.NO_FREE_LISTENER;
        }
        int listener = tcp.listen(port, backlog);
        if (listener < 0) {
            return listener;
        }
        listeners[listenerCount] = listener;
        listenerServices[listenerCount] = service;
        listenerCount++;
        return 0;
    }

    /**
     * One turn: deals with news and expired timers, a bounded number of both.
     *
     * @return true if there may be more
     */
    @Override
    public boolean turn(long nowNs) {
        int dealtWith = 0;
        while (dealtWith < HANDLES_PER_TURN) {
            int handle = tcp.nextReady();
            if (handle == Tcp.NONE) {
                break;
            }
            news(handle, nowNs);
            dealtWith++;
        }
        for (int i = 0; i < HANDLES_PER_TURN; i++) {
            int slot = timers.takeExpired(nowNs);
            if (slot == IdleTimers.NONE) {
                return dealtWith == HANDLES_PER_TURN;
            }
            owners[slot].expired(slot, handles[slot], nowNs);
        }
        return true;
    }

    /** When a timer expires; {@code Long.MAX_VALUE}: never. */
    @Override
    public long nextDeadlineNs() {
        return timers.nextDeadlineNs();
    }

    /** Closes all listeners, and what is idle; services end the rest as it finishes. */
    @Override
    public void close(long nowNs) {
        for (int i = 0; i < listenerCount; i++) {
            tcp.close(listeners[i], nowNs);
        }
        listenerCount = 0;
        for (int slot = 0; slot < owners.length; slot++) {
            if (owners[slot] != null) {
                owners[slot].shutDown(slot, handles[slot], nowNs);
            }
        }
    }

    // ---- for services

    /** The stack. */
    Tcp tcp() {
        return tcp;
    }

    /** How many slots there are. */
    int slots() {
        return owners.length;
    }

    /**
     * Gives {@code connection} to {@code service}. Nagle's algorithm is switched off: what a
     * service writes in one turn goes out together anyway.
     */
    void adopt(int connection, Service service, long nowNs) {
        tcp.setNoDelay(connection, true, nowNs);
        int slot = tcp.slotOf(connection);
        owners[slot] = service;
        handles[slot] = connection;
    }

    /** The handle of the connection in {@code slot}. */
    int handle(int slot) {
        return handles[slot];
    }

    /** There was progress: the inactivity timer begins anew. */
    void touch(int slot, int timerClass, long nowNs) {
        timers.start(slot, timerClass, nowNs);
    }

    /** No inactivity timer for this one. */
    void untimed(int slot) {
        timers.stop(slot);
    }

    /** Closes the connection in {@code slot} and forgets it. */
    void finish(int slot, long nowNs) {
        forget(slot);
        tcp.close(handles[slot], nowNs);
    }

    /** Resets the connection in {@code slot} and forgets it. */
    void abort(int slot, long nowNs) {
        forget(slot);
        tcp.abort(handles[slot], nowNs);
    }

    private void forget(int slot) {
        timers.stop(slot);
        owners[slot] = null;
    }

    private void news(int handle, long nowNs) {
        int signals = tcp.takeSignals(handle);
        for (int i = 0; i < listenerCount; i++) {
            if (listeners[i] == handle) {
                acceptAll(handle, listenerServices[i], nowNs);
                return;
            }
        }
        int slot = tcp.slotOf(handle);
        if (slot >= 0 && owners[slot] != null && handles[slot] == handle) {
            owners[slot].progress(slot, handle, signals, nowNs);
        }
    }

    private void acceptAll(int listener, Service service, long nowNs) {
        int connection = tcp.accept(listener);
        while (connection > 0) {
            adopt(connection, service, nowNs);
            int slot = tcp.slotOf(connection);
            service.accepted(slot, connection, nowNs);
            if (owners[slot] == service && handles[slot] == connection) {
                service.progress(slot, connection, tcp.takeSignals(connection), nowNs);
            }
            connection = tcp.accept(listener);
        }
    }
}
