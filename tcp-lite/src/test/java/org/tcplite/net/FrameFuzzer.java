package org.tcplite.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.tcplite.tcp.Inspector;
import org.tcplite.tcp.TcpError;

/**
 * A board among peers who send anything, and an application that calls anything. Most frames are
 * nearly right: their numbers are those of the last frame seen on the same flow, give or take a
 * little, so that they get past the first check and into every state; then a bit is flipped, a
 * frame cut, an option broken.
 *
 * <p>All is drawn from the seed: the same seed and count of frames are the same run.
 */
final class FrameFuzzer {

    private static final int FIN = 1;
    private static final int[] REMOTES = {Frames.PEER, Frames.PEER + 1, Frames.FAR};
    private static final long[] MACS = {Frames.PEER_MAC, Frames.PEER_MAC, Frames.OTHER_MAC};
    private static final int[] REMOTE_PORTS = {4000, 4001, 0};
    private static final int[] LOCAL_PORTS = {80, 81, 9};
    private static final int[] OFFSETS = {
        1, -1, 2, 100, -100, 536, -1460, 4096, 5000, -70_000, 1 << 30, 1 << 31
    };

    /** Frames between two checks of the invariants. */
    private static final int CHECK_EVERY = 16;

    private static final int LEAST_CHECKED_FRAME = 42;

    private final long seed;
    private final SplittableRandom random;
    private final Board board;
    private final List<Integer> connections = new ArrayList<>();
    private final List<Integer> listeners = new ArrayList<>();
    private final byte[] buffer = new byte[3000];

    /** By flow: the number we expect next, and the one the board expects next. */
    private final int[][] theirs = new int[REMOTES.length * REMOTE_PORTS.length * 4][2];

    private byte[] lastSent = Frames.ping(new byte[8]);

    /** The flow that most segments are for at present. */
    private int activeRemote;

    private int activeRemotePort;
    private int activeLocalPort;

    /** A segment on its way in pieces. */
    private byte[] datagram = {};

    private int datagramFrom;
    private int datagramId;
    private int pieceAt;
    private byte[] current = {};
    private long frames;

    FrameFuzzer(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        board =
                new Board(
                        config -> {
                            config.arpEntries = 4;
                            config.tcp.connections = 4;
                            config.tcp.synQueue = 8;
                            config.tcp.timeWait = 4;
                            config.tcp.listeners = 2;
                            config.tcp.receiveBuffer = 2048;
                            config.tcp.sendBuffer = 2048;
                            config.tcp.timestamps = random.nextBoolean();
                            config.tcp.sack = random.nextBoolean();
                        });
        board.mac.endsWithBuffer = true;
        board.mac.poison = -1;
    }

    /** Delivers so many frames; whatever escapes says how to have it again. */
    void run(long count) {
        try {
            while (frames < count) {
                step();
            }
            Inspector.check(board.tcp);
            goHome();
        } catch (Throwable t) {
            throw new AssertionError(
                    "-Dtcplite.fuzz.seed=%d -Dtcplite.fuzz.frames=%d: %s, in or after the frame %s"
                            .formatted(seed, frames, t, HexFormat.of().formatHex(current)),
                    t);
        }
    }

    private void step() {
        frames++;
        board.now += nextPause();
        current = frame();
        board.mac.place(current);
        int polls = 0;
        while (board.stack.poll(board.now)) {
            require(++polls < 1000, "the poll loop ends");
        }
        listen();
        if (random.nextInt(8) == 0) {
            call();
        }
        if (frames % CHECK_EVERY == 0) {
            Inspector.check(board.tcp);
        }
    }

    private long nextPause() {
        int kind = random.nextInt(1000);
        if (kind < 900) {
            return random.nextInt(2000) * 1000L;
        }
        int mostMs = kind < 990 ? 400 : kind < 999 ? 5_000 : 300_000;
        return random.nextInt(mostMs) * Board.MS;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    // ---- what the board has sent

    private void listen() {
        for (byte[] sent : board.mac.takeSent()) {
            lastSent = sent;
            if (sent.length >= 54 && Frames.type(sent) == 0x0800 && sent[23] == 6) {
                note(sent);
            }
        }
    }

    private void note(byte[] sent) {
        int remote = Frames.get32(sent, 30);
        int remotePort = Frames.get16(sent, 36);
        int localPort = Frames.get16(sent, 34);
        if (random.nextInt(4) == 0) {
            activeRemote = indexOf(remote);
            activeRemotePort = remotePort;
            activeLocalPort = localPort;
        }
        int flow = flow(indexOf(remote), remotePort, localPort);
        int header = (sent[46] & 0xf0) >>> 2;
        int text = Frames.get16(sent, 16) - 20 - header;
        int flags = sent[47];
        theirs[flow][0] = Frames.get32(sent, 38) + text + (flags & 1) + (flags >> 1 & 1);
        if ((flags & Frames.ACK) != 0) {
            theirs[flow][1] = Frames.get32(sent, 42);
        }
    }

    private static int indexOf(int remote) {
        for (int i = 0; i < REMOTES.length; i++) {
            if (REMOTES[i] == remote) {
                return i;
            }
        }
        return 0;
    }

    private int flow(int remote, int remotePort, int localPort) {
        int port = remotePort == 4000 ? 0 : remotePort == 4001 ? 1 : 2;
        int local = localPort == 80 ? 0 : localPort == 81 ? 1 : localPort == 9 ? 2 : 3;
        return (remote * REMOTE_PORTS.length + port) * 4 + local;
    }

    // ---- frames

    private byte[] frame() {
        byte[] frame = wellMeantFrame(random.nextInt(100));
        if (random.nextInt(12) == 0) {
            bend(frame);
        }
        if (random.nextInt(40) == 0) {
            frame = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        }
        return frame.length == 0 ? new byte[1] : frame;
    }

    private byte[] wellMeantFrame(int kind) {
        if (kind < 75) {
            return segmentFrame();
        } else if (kind < 80) {
            return arp();
        } else if (kind < 85) {
            return icmp();
        } else if (kind < 92) {
            return fragment();
        }
        return kind < 98 ? garbage() : lastSent.clone();
    }

    private void bend(byte[] frame) {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            int at = random.nextInt(Math.min(frame.length, 80));
            frame[at] = (byte) random.nextInt(256);
        }
        if (frame.length >= LEAST_CHECKED_FRAME && random.nextInt(4) != 0) {
            fixIpChecksum(frame);
        }
    }

    private static void fixIpChecksum(byte[] frame) {
        int header = (frame[14] & 15) * 4;
        if (header >= 20 && 14 + header <= frame.length) {
            Frames.put16(frame, 24, 0);
            Frames.put16(frame, 24, Frames.checksum(frame, 14, header));
        }
    }

    private byte[] segmentFrame() {
        int remote = random.nextInt(3) != 0 ? activeRemote : random.nextInt(REMOTES.length);
        byte[] packet = Frames.ip().from(REMOTES[remote]).payload(segment(remote)).packet();
        return Frames.ethernet(Frames.OWN_MAC, MACS[remote], 0x0800, packet);
    }

    private byte[] segment(int remote) {
        int remotePort = REMOTE_PORTS[random.nextInt(REMOTE_PORTS.length)];
        int localPort = LOCAL_PORTS[random.nextInt(LOCAL_PORTS.length)];
        if (remote == activeRemote && random.nextInt(4) != 0) {
            remotePort = activeRemotePort;
            localPort = activeLocalPort;
        }
        int[] numbers = theirs[flow(remote, remotePort, localPort)];
        byte[] options = options();
        byte[] text = new byte[random.nextInt(3) == 0 ? random.nextInt(1400) : 0];
        random.nextBytes(text);
        byte[] segment = new byte[20 + options.length + text.length];
        Frames.put16(segment, 0, remotePort);
        Frames.put16(segment, 2, localPort);
        put32(segment, 4, numbers[1] + offset());
        put32(segment, 8, numbers[0] + offset());
        segment[12] = (byte) ((20 + options.length) << 2);
        segment[13] = (byte) flags();
        Frames.put16(segment, 14, random.nextInt(8) == 0 ? 0 : random.nextInt(65536));
        Frames.put16(segment, 18, random.nextInt(65536));
        System.arraycopy(options, 0, segment, 20, options.length);
        System.arraycopy(text, 0, segment, 20 + options.length, text.length);
        if (random.nextInt(30) != 0) {
            Frames.put16(segment, 16, Frames.tcpChecksum(segment, REMOTES[remote], Frames.OWN));
        }
        return segment;
    }

    private int offset() {
        int kind = random.nextInt(100);
        if (kind < 75) {
            return 0;
        }
        return kind < 98 ? OFFSETS[random.nextInt(OFFSETS.length)] : random.nextInt();
    }

    private int flags() {
        int kind = random.nextInt(100);
        if (kind < 10) {
            return Frames.SYN;
        } else if (kind < 80) {
            return Frames.ACK;
        } else if (kind < 90) {
            return Frames.ACK | FIN;
        } else if (kind < 95) {
            return Frames.ACK | Frames.SYN;
        }
        return kind < 97 ? Frames.RST : random.nextInt(256);
    }

    private byte[] options() {
        int kind = random.nextInt(10);
        if (kind < 4) {
            return new byte[0];
        }
        byte[] options = new byte[4 * (1 + random.nextInt(10))];
        if (kind == 9) {
            random.nextBytes(options);
            return options;
        }
        int at = 0;
        while (at + 12 <= options.length) {
            at += option(options, at);
        }
        return options;
    }

    private int option(byte[] options, int at) {
        int kind = random.nextInt(5);
        byte[] each =
                switch (kind) {
                    case 0 ->
                            new byte[] {2, 4, (byte) random.nextInt(6), (byte) random.nextInt(256)};
                    case 1 -> new byte[] {1, 3, 3, (byte) random.nextInt(16)};
                    case 2 -> new byte[] {1, 1, 4, 2};
                    case 3 -> new byte[] {1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0};
                    default -> new byte[] {1, 1, 5, 10, 0, 0, 0, 0, 0, 0, 0, 0};
                };
        if (each.length == 12) {
            put32(each, 4, kind == 3 ? nextTsVal() : theirs[0][0] + offset());
            put32(each, 8, kind == 3 ? 0 : theirs[0][0] + offset());
        }
        System.arraycopy(each, 0, options, at, each.length);
        return each.length;
    }

    /** Off by less than half the circle even after {@link #CHECK_EVERY} such leaps. */
    private int nextTsVal() {
        return (int) (board.now >> 20) + (offset() >> 5);
    }

    private byte[] arp() {
        int remote = random.nextInt(REMOTES.length);
        long mac = MACS[random.nextInt(MACS.length)];
        int kind = 1 + random.nextInt(2);
        int target = random.nextInt(8) == 0 ? REMOTES[0] : Frames.OWN;
        byte[] body = Frames.arpBody(kind, mac, REMOTES[remote], Frames.OWN_MAC, target);
        long to = random.nextBoolean() ? Frames.OWN_MAC : Frames.BROADCAST_MAC;
        return Frames.ethernet(to, mac, 0x0806, body);
    }

    private byte[] icmp() {
        if (random.nextInt(3) == 0) {
            return Frames.ping(new byte[random.nextInt(1473)]);
        }
        byte[] quote =
                lastSent.length < 42
                        ? new byte[28]
                        : Arrays.copyOfRange(lastSent, 14, 14 + Math.min(28, lastSent.length - 14));
        int type = new int[] {3, 3, 3, 4, 5, 11, 12, 13}[random.nextInt(8)];
        byte[] error = Frames.icmp(type, random.nextInt(6), random.nextInt(), quote);
        return Frames.ip().from(REMOTES[random.nextInt(3)]).protocol(1).payload(error).frame();
    }

    /** The next piece of a datagram; now and then one of another, or one that does not fit. */
    private byte[] fragment() {
        if (pieceAt >= datagram.length || random.nextInt(10) == 0) {
            datagramFrom = random.nextInt(2);
            datagram = segment(datagramFrom);
            datagramId = random.nextInt(3);
            pieceAt = 0;
        }
        int from = pieceAt;
        pieceAt = from + 8 * (3 + random.nextInt(100));
        int to = Math.min(datagram.length, pieceAt);
        boolean more = to < datagram.length;
        boolean bent = random.nextInt(20) == 0;
        return Frames.ip()
                .from(REMOTES[datagramFrom])
                .id(datagramId)
                .fragment(bent ? random.nextInt(65536) & ~7 : from, more)
                .payload(Arrays.copyOfRange(datagram, from, to))
                .frame();
    }

    private byte[] garbage() {
        byte[] frame = new byte[14 + random.nextInt(1500)];
        random.nextBytes(frame);
        System.arraycopy(TestMac.ADDRESS, 0, frame, 0, 6);
        frame[6] = 2;
        Frames.put16(frame, 12, random.nextBoolean() ? 0x0800 : 0x0806);
        return frame;
    }

    private static void put32(byte[] data, int at, int value) {
        Frames.put16(data, at, value >>> 16);
        Frames.put16(data, at + 2, value);
    }

    // ---- calls

    private void call() {
        switch (random.nextInt(12)) {
            case 0 -> listenOrNot();
            case 1 -> connect();
            case 2, 3 -> accept();
            default -> {
                if (!connections.isEmpty()) {
                    callOn(connections.get(random.nextInt(connections.size())));
                }
            }
        }
    }

    private void listenOrNot() {
        if (listeners.size() == 2 && random.nextInt(4) == 0) {
            board.tcp.close(listeners.remove(random.nextInt(2)), board.now);
        } else if (listeners.size() < 2) {
            int handle = board.tcp.listen(80 + random.nextInt(2), 1 + random.nextInt(4));
            if (handle > 0) {
                listeners.add(handle);
            }
        }
    }

    private void connect() {
        int remote = REMOTES[random.nextInt(REMOTES.length)];
        int handle = board.tcp.connect(remote, 4000, 0, board.now);
        if (handle > 0) {
            connections.add(handle);
        }
    }

    private void accept() {
        if (!listeners.isEmpty()) {
            int handle = board.tcp.accept(listeners.get(random.nextInt(listeners.size())));
            if (handle > 0) {
                connections.add(handle);
            }
        }
    }

    private void callOn(int handle) {
        long now = board.now;
        int length = random.nextInt(buffer.length);
        switch (random.nextInt(14)) {
            case 0 -> end(handle, board.tcp.close(handle, now));
            case 1 -> end(handle, board.tcp.abort(handle, now));
            case 2 -> board.tcp.shutdownWrite(handle, now);
            case 3 -> board.tcp.setNoDelay(handle, random.nextBoolean(), now);
            case 4 -> board.tcp.setKeepAlive(handle, 1000 + length, 1000, 2, now);
            case 5 -> board.tcp.setUserTimeout(handle, length * 100, now);
            case 6 -> board.tcp.setReceiveBuffer(handle, length);
            case 7 -> board.tcp.setMaxSegment(handle, length, now);
            case 8, 9, 10 -> board.tcp.write(handle, buffer, 0, length, now);
            default -> {
                int result = board.tcp.read(handle, buffer, 0, length, now);
                if (result < 0 && result != TcpError.WOULD_BLOCK && random.nextInt(3) == 0) {
                    end(handle, board.tcp.close(handle, now));
                }
            }
        }
    }

    private void end(int handle, int result) {
        require(result == 0, "a handle of ours can be closed: " + TcpError.text(result));
        connections.remove(Integer.valueOf(handle));
    }

    // ---- the end

    /** Everything is closed, and time runs out for whatever is left: no pool lacks anything. */
    private void goHome() {
        connections.forEach(handle -> board.tcp.abort(handle, board.now));
        listeners.forEach(handle -> board.tcp.close(handle, board.now));
        board.advanceMs(600_000);
        Inspector.check(board.tcp);
        Inspector.checkNothingHeld(board.tcp);
        require(board.stack.nextDeadlineNs() == Long.MAX_VALUE, "no timer runs");
        for (int row = 0; row < board.stack.neighbourRows(); row++) {
            require(!board.stack.neighbour(row, new NeighbourStatus()), "no neighbour is kept");
        }
        long outcomes = 0;
        for (int id = NetCounter.FIRST_OUTCOME; id < NetCounter.COUNT; id++) {
            outcomes += board.count(id);
        }
        require(outcomes == board.count(NetCounter.IN_FRAMES), "each frame has one outcome");
        require(board.count(NetCounter.IN_FRAMES) == frames, "no frame is lost");
    }

    /** A counter of the stack, for the test to see that the fuzzing gets somewhere. */
    long count(int id) {
        return board.count(id);
    }

    long tcpCount(int id) {
        return board.tcp.counter(id);
    }
}
