package org.tcplite.tcp;

import java.util.SplittableRandom;

/**
 * The user of one end of a connection in a {@link Simulation}: how it behaves, and how far it is.
 * What it reads has to be what the other end has written.
 */
final class SimulatedUser {

    static final long MS = World.MS;

    final int host;
    final int clientPort;
    final boolean closesFirst;
    final boolean bySignals;

    /** Ends its connection when it likes: nothing is promised to it, nor to its peer. */
    final boolean rude;

    /** Its connection has been there before: it is the user of an old duplicate. */
    boolean isSecond;

    int handle;
    int written;
    int read;
    boolean open;
    boolean done;
    int failure;
    long nextNs;

    private final Simulation simulation;
    private final SplittableRandom random;
    private final byte[] buffer = new byte[4096];
    private final byte[] incoming = new byte[4096];
    private final SplittableRandom posting;
    private final int toWrite;
    private final long paceNs;
    private int rudeness;
    private boolean shut;
    private boolean atEnd;

    SimulatedUser(
            Simulation simulation, int host, int clientPort, boolean closesFirst, boolean rude) {
        this.simulation = simulation;
        this.host = host;
        this.clientPort = clientPort;
        this.closesFirst = closesFirst;
        this.rude = rude;
        random = simulation.random.split();
        posting = new SplittableRandom(simulation.world.seed + clientPort * 2 + host);
        toWrite = random.nextInt(5) == 0 ? 0 : random.nextInt(1, simulation.world.mostOctets);
        bySignals = random.nextBoolean();
        paceNs = random.nextInt(4) == 0 ? 200 * MS : random.nextInt(1, 20) * MS;
        rudeness = rude ? random.nextInt(12) : -1;
    }

    Tcp tcp() {
        return simulation.hosts.tcp[host];
    }

    private long nowNs() {
        return simulation.hosts.nowNs;
    }

    /** Sets its connection up, which has just begun. */
    void opens(int connection) {
        handle = connection;
        open = true;
        nextNs = nowNs();
        if (random.nextBoolean()) {
            tcp().setNoDelay(handle, true, nowNs());
        }
        boolean onlyListens = toWrite == 0 && !closesFirst; // and would never miss its peer
        boolean peerMayGiveWay = simulation.world.hostilePeer; // and its reset may be lost
        if (onlyListens || random.nextInt(4) == 0 || peerMayGiveWay) {
            int idleMs = random.nextInt(5_000, 60_000);
            tcp().setKeepAlive(handle, idleMs, 5_000, 9, nowNs());
        }
        simulation.checked(host);
    }

    /** True if it acts by the clock and not by signals. */
    boolean actsByTime() {
        return !done && !(open && bySignals && !rude);
    }

    /** How long it does something else now. */
    long pause() {
        return (long) (random.nextDouble() * 2 * paceNs);
    }

    void act() {
        do {
            if (!read() & !write()) {
                break;
            }
        } while (bySignals && !done);
        if (done) {
            return;
        }
        if (random.nextInt(16) == 0) {
            setLimits();
        }
        if (!shut && written == toWrite && (closesFirst || atEnd)) {
            int answer = tcp().shutdownWrite(handle, nowNs());
            shut = answer == 0;
            TwoHosts.check(shut || answer == TcpError.NOT_CONNECTED, "shut down: " + answer);
        }
        if (shut && atEnd) {
            close();
        } else if (rude && rudeness-- == 0) {
            endRudely();
        }
        simulation.checked(host);
    }

    private void endRudely() {
        if (simulation.disturbances.happens(true)) {
            if (random.nextBoolean()) {
                TwoHosts.check(tcp().abort(handle, nowNs()) == 0, "abort");
                done = true;
            } else {
                close();
            }
        }
    }

    private void close() {
        TwoHosts.check(tcp().close(handle, nowNs()) == 0, "close");
        done = true;
    }

    /** Other limits than before, not below a quarter of the rings, or the run takes for ever. */
    private void setLimits() {
        TcpConfig config = tcp().connections.config;
        int ring = random.nextBoolean() ? config.receiveBuffer : config.sendBuffer;
        int octets = random.nextInt(ring >> 2, ring + 1);
        int most = random.nextInt(256, 1500);
        if (!simulation.disturbances.happens(true)) {
            return;
        }
        tcp().setReceiveBuffer(handle, Math.max(octets, config.receiveBuffer >> 2));
        tcp().setSendBuffer(handle, Math.max(octets, config.sendBuffer >> 2));
        TwoHosts.check(tcp().setMaxSegment(handle, most, nowNs()) == 0, "TCP_MAXSEG");
    }

    /** Reads a little, by one of the two ways. */
    private boolean read() {
        int most = random.nextInt(1, 2000);
        int got;
        if (random.nextBoolean() || !simulation.inPlace) {
            if (simulation.postsReads && posting.nextInt(4) == 0) {
                post();
            }
            int at = posting.nextInt(8) == 0 ? 11 : 7;
            simulation.postedOctets += inPlace(at, most);
            got = tcp().read(handle, incoming, at, most, nowNs());
            compare(incoming, at, got);
        } else {
            got = Math.min(tcp().peek(handle), most);
            if (got > 0) {
                compare(tcp().readArray(), tcp().readOffset(handle), got);
                TwoHosts.check(tcp().consume(handle, got, nowNs()) == got, "consume");
            }
        }
        simulation.checked(host);
        if (got == TcpError.END_OF_STREAM) {
            atEnd = true;
            return false;
        }
        return !failed(got) && got > 0;
    }

    private int inPlace(int at, int most) {
        Tcb tcb = tcp().connections.handles.owned(handle);
        return tcb == null ? 0 : tcb.posted.inPlace(incoming, at, most);
    }

    /** The next read is posted, whatever has come meanwhile: here, elsewhere, or no more. */
    private void post() {
        int at = posting.nextInt(4) == 0 ? 11 : 7;
        int length = posting.nextInt(8) == 0 ? 0 : posting.nextInt(3000);
        int answer = tcp().postRead(handle, incoming, at, length);
        TwoHosts.check(answer == 0, "post: " + answer);
    }

    private void compare(byte[] array, int offset, int length) {
        for (int i = 0; i < length; i++) {
            byte expected = World.octet(1 - host, clientPort, read + i);
            if (array[offset + i] != expected) {
                throw new AssertionError("octet " + (read + i) + " is wrong");
            }
        }
        read += Math.max(0, length);
    }

    /** Writes a little, by one of the two ways. */
    private boolean write() {
        int most = Math.min(toWrite - written, random.nextInt(1, 3000));
        if (done || most == 0) {
            return false;
        }
        int taken;
        if (random.nextBoolean() || !simulation.inPlace) {
            fill(buffer, 3, most);
            taken = tcp().write(handle, buffer, 3, most, nowNs());
        } else {
            taken = Math.min(tcp().claim(handle), most);
            if (taken > 0) {
                fill(tcp().writeArray(), tcp().writeOffset(handle), taken);
                TwoHosts.check(tcp().commit(handle, taken, nowNs()) == taken, "commit");
            }
        }
        simulation.checked(host);
        if (failed(taken)) {
            return false;
        }
        written += Math.max(0, taken);
        return taken > 0;
    }

    private void fill(byte[] array, int offset, int length) {
        for (int i = 0; i < length; i++) {
            array[offset + i] = World.octet(host, clientPort, written + i);
        }
    }

    private boolean failed(int answer) {
        if (answer >= TcpError.END_OF_STREAM) {
            return false;
        }
        failure = answer;
        close();
        return true;
    }

    @Override
    public String toString() {
        return String.format(
                "[%d:%d %s wrote %d of %d read %d%s%s%s]",
                host,
                clientPort,
                TcpState.name(tcp().state(handle)),
                written,
                toWrite,
                read,
                shut ? " shut" : "",
                rude ? " rude" : "",
                done ? " done" : "");
    }
}
