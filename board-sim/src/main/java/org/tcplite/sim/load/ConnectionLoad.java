package org.tcplite.sim.load;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/**
 * Clients that open connections at times decided beforehand. A connection whose time has come and
 * for which no client is free begins later, but its times count from then: a server that stalls
 * does not hide what it kept waiting (no coordinated omission).
 */
public final class ConnectionLoad implements Application {

    private static final double NS_PER_S = 1e9;
    private static final long RETRY_NS = 1_000_000;

    private final Tcp tcp;
    private final LoadConfig config;
    private final LoadResult result = new LoadResult();
    private final List<Attempt> underWay = new ArrayList<>();
    private final byte[] request;
    private final byte[] read = new byte[4096];
    private boolean begun;
    private boolean over;
    private long firstNs;
    private long lastEndNs;
    private long retryNs;
    private long lastTurnNs;

    /** Begins at its first turn. */
    public ConnectionLoad(Tcp tcp, LoadConfig config) {
        this.tcp = tcp;
        this.config = config;
        request = new byte[config.requestOctets];
        for (int i = 0; i < request.length; i++) {
            request[i] = (byte) (i * 7 + 3);
        }
    }

    /** True when nothing is under way and nothing more is to begin. */
    public boolean isOver() {
        return over;
    }

    /** What has come of it so far. */
    public LoadResult result() {
        result.elapsedNs = lastEndNs - firstNs;
        return result;
    }

    /** Ends it, as far as it has come. */
    public void giveUp(long nowNs) {
        for (Attempt each : underWay) {
            result.failed("interrupted");
            tcp.abort(each.handle, nowNs);
        }
        underWay.clear();
        over = true;
    }

    @Override
    public void close(long nowNs) {
        giveUp(nowNs);
    }

    // ---- turns

    @Override
    public boolean turn(long nowNs) {
        while (tcp.nextReady() != Tcp.NONE) {
            // all that are under way are looked at below
        }
        lastTurnNs = nowNs;
        if (over) {
            return false;
        }
        if (!begun) {
            begun = true;
            firstNs = nowNs;
            retryNs = nowNs;
            lastEndNs = nowNs;
        }
        boolean ended = progress(nowNs);
        boolean began = begin(nowNs);
        conclude(nowNs);
        return ended || began;
    }

    private boolean progress(long nowNs) {
        boolean ended = false;
        for (Iterator<Attempt> each = underWay.iterator(); each.hasNext(); ) {
            if (each.next().isOver(nowNs)) {
                each.remove();
                lastEndNs = nowNs;
                ended = true;
            }
        }
        return ended;
    }

    private boolean begin(long nowNs) {
        boolean began = false;
        boolean inTime = nowNs - firstNs < config.durationNs;
        while (inTime && underWay.size() < config.clients && isDue(nowNs)) {
            long intendedNs = config.perSecond == LoadConfig.MAX ? nowNs : intendedNs();
            int handle = tcp.connect(config.remoteAddress, config.remotePort, 0, nowNs);
            if (handle == TcpError.NO_FREE_SLOT) { // held by connections that close
                retryNs = nowNs + RETRY_NS;
                return began;
            }
            result.intended++;
            if (handle < 0) {
                result.failed(TcpError.text(handle));
                lastEndNs = nowNs;
                retryNs = nowNs + RETRY_NS; // the same would happen at once again
                return began;
            }
            underWay.add(new Attempt(handle, intendedNs, nowNs));
            began = true;
        }
        return began;
    }

    /** When the next connection is to begin: no sum of rounded gaps. */
    private long intendedNs() {
        return firstNs + (long) (result.intended * NS_PER_S / config.perSecond);
    }

    private boolean isDue(long nowNs) {
        if (nowNs - retryNs < 0 || config.perSecond == LoadConfig.MAX) {
            return nowNs - retryNs >= 0;
        }
        long intendedNs = intendedNs();
        return intendedNs - nowNs <= 0 && intendedNs - firstNs < config.durationNs;
    }

    /** After its duration a load waits for what has begun; what has not is counted. */
    private void conclude(long nowNs) {
        if (nowNs - firstNs < config.durationNs || !underWay.isEmpty()) {
            return;
        }
        while (config.perSecond != LoadConfig.MAX && intendedNs() - firstNs < config.durationNs) {
            result.intended++;
            result.neverBegun++;
        }
        over = true;
    }

    @Override
    public long nextDeadlineNs() {
        if (over) {
            return Idle.FOREVER;
        }
        if (!begun) {
            return firstNs;
        }
        long deadlineNs = underWay.isEmpty() ? firstNs + config.durationNs : Idle.FOREVER;
        if (underWay.size() < config.clients) {
            boolean max = config.perSecond == LoadConfig.MAX;
            long nextNs = max ? retryNs : Math.max(intendedNs(), retryNs);
            if (nextNs - firstNs < config.durationNs && nextNs - lastTurnNs > 0) {
                deadlineNs = EventLoop.earlier(deadlineNs, nextNs);
            }
        }
        for (Attempt each : underWay) {
            deadlineNs = EventLoop.earlier(deadlineNs, each.deadlineNs);
        }
        return deadlineNs;
    }

    /** One connection. */
    private final class Attempt {

        private final int handle;
        private final long intendedNs;
        private final long deadlineNs;
        private boolean open;
        private boolean closing;
        private int written;
        private int got;
        private String fault;

        Attempt(int handle, long intendedNs, long nowNs) {
            this.handle = handle;
            this.intendedNs = intendedNs;
            deadlineNs = nowNs + config.patienceNs;
        }

        boolean isOver(long nowNs) {
            if (!open) {
                int state = tcp.state(handle);
                if (state >= TcpState.ESTABLISHED) {
                    open = true;
                    LoadResult.record(result.connected, nowNs - intendedNs);
                } else if (tcp.endReason(handle) != 0) {
                    return end(TcpError.text(tcp.endReason(handle)), nowNs);
                }
            }
            if (open && converse(nowNs)) {
                return true;
            }
            if (nowNs - deadlineNs < 0) {
                return false;
            }
            result.failed(open ? "no end in time" : "no answer in time");
            tcp.abort(handle, nowNs);
            return true;
        }

        private boolean converse(long nowNs) {
            if (config.mode == LoadMode.CRR && written < request.length) {
                int n = tcp.write(handle, request, written, request.length - written, nowNs);
                written += Math.max(n, 0);
            }
            int n = tcp.read(handle, read, 0, read.length, nowNs);
            while (n > 0) {
                take(n, nowNs);
                n = tcp.read(handle, read, 0, read.length, nowNs);
            }
            if (n == TcpError.END_OF_STREAM) {
                boolean early = config.mode == LoadMode.CRR && got < request.length;
                return end(early ? "closed before its response" : fault, nowNs);
            }
            if (n != TcpError.WOULD_BLOCK) {
                return end(TcpError.text(n), nowNs);
            }
            if (!closing && (config.mode == LoadMode.CC || got >= request.length)) {
                closing = true;
                tcp.shutdownWrite(handle, nowNs);
            }
            return false;
        }

        /** A piece of the response, which has to be the request. */
        private void take(int length, long nowNs) {
            if (config.mode == LoadMode.CC) {
                return; // whatever a service says of itself
            }
            for (int i = 0; i < length; i++) {
                if (got + i >= request.length || read[i] != request[got + i]) {
                    fault = "another response than the request";
                }
            }
            boolean before = got < request.length;
            got += length;
            if (before && got >= request.length) {
                LoadResult.record(result.answered, nowNs - intendedNs);
            }
        }

        private boolean end(String why, long nowNs) {
            if (why == null) {
                result.succeeded++;
            } else {
                result.failed(why);
            }
            tcp.close(handle, nowNs);
            return true;
        }
    }
}
