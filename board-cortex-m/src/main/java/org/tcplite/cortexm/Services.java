package org.tcplite.cortexm;

import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;

/**
 * The board's services: accepts, hands each connection with news to its service, and ends
 * connections nobody has used for a minute, so that four silent clients cannot shut the board.
 */
final class Services {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final long LOOK_EVERY_NS = 1_000_000_000L;

    private final Tcp tcp;
    private final Service[] services;
    private final int[] listeners;

    /** By slot: the connection's handle, or 0; its service; when it last had news. */
    private final int[] connection;

    private final Service[] serviceOf;
    private final long[] usedNs;
    private int open;
    private long lookAtNs;

    Services(Tcp tcp, int connections, Service[] services) {
        this.tcp = tcp;
        this.services = services;
        listeners = new int[services.length];
        connection = new int[connections];
        serviceOf = new Service[connections];
        usedNs = new long[connections];
    }

    /** 0, or the {@link org.tcplite.tcp.TcpError} of the first port that cannot be listened on. */
    int listen() {
        for (int i = 0; i < services.length; i++) {
            int listener = tcp.listen(services[i].port(), connection.length);
            if (listener < 0) {
                return listener;
            }
            listeners[i] = listener;
        }
        return 0;
    }

    /** One turn of the application, after each poll of the stack. */
    void turn(long nowNs) {
        for (int handle = tcp.nextReady(); handle != Tcp.NONE; handle = tcp.nextReady()) {
            int signals = tcp.takeSignals(handle);
            if ((signals & Signals.ACCEPTABLE) != 0) {
                accept(handle, nowNs);
            } else if (connection[tcp.slotOf(handle)] == handle) {
                progress(tcp.slotOf(handle), nowNs);
            }
        }
        if (open > 0 && nowNs - lookAtNs >= 0) {
            lookAtNs = nowNs + LOOK_EVERY_NS;
            endUnused(nowNs);
        }
    }

    /** When a turn is due although nothing happens; {@code Long.MAX_VALUE} for never. */
    long turnAgainNs() {
        return open > 0 ? lookAtNs : NEVER;
    }

    private void accept(int listener, long nowNs) {
        for (int handle = tcp.accept(listener); handle > 0; handle = tcp.accept(listener)) {
            int slot = tcp.slotOf(handle);
            Service service = serviceAt(listener);
            connection[slot] = handle;
            serviceOf[slot] = service;
            if (open == 0) {
                lookAtNs = nowNs + LOOK_EVERY_NS;
            }
            open++;
            service.opened(slot);
            progress(slot, nowNs);
        }
    }

    private Service serviceAt(int listener) {
        int i = 0;
        while (listeners[i] != listener) {
            i++;
        }
        return services[i];
    }

    private void progress(int slot, long nowNs) {
        usedNs[slot] = nowNs;
        if (serviceOf[slot].turn(slot, connection[slot], nowNs) == Service.DONE) {
            tcp.close(connection[slot], nowNs);
            forget(slot);
        }
    }

    private void endUnused(long nowNs) {
        for (int slot = 0; slot < connection.length; slot++) {
            if (connection[slot] != 0 && nowNs - usedNs[slot] >= PATIENCE_NS) {
                tcp.abort(connection[slot], nowNs);
                forget(slot);
            }
        }
    }

    private void forget(int slot) {
        connection[slot] = 0;
        open--;
    }
}
