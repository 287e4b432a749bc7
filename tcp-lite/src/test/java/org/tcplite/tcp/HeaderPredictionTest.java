package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * {@link HeaderPrediction} makes no difference: two stacks, one of which goes through all steps
 * with every segment, are the same after each event, in what they send, count and are.
 */
class HeaderPredictionTest {

    private static final byte[] NONE = {};
    private static final int PEER = 0xc0000202;
    private static final int FIRST_PORT = 4000;
    private static final int CONNECTIONS = 2;
    private static final long MS = 1_000_000;

    /** Counts what it takes, or takes nothing and leaves all to the eight steps. */
    private static final class Watched extends HeaderPrediction {

        final boolean isOn;
        int segments;
        int taken;

        private Watched(Tcp tcp, boolean isOn) {
            super(new PortableOctets(), tcp.segmentArrives);
            this.isOn = isOn;
        }

        /** Takes the place of a stack's own. */
        static Watched in(Tcp tcp, boolean isOn) {
            Watched watched = new Watched(tcp, isOn);
            tcp.prediction = watched;
            return watched;
        }

        @Override
        boolean take(
                Segment seg, byte[] packet, int at, int length, int source, boolean v, long ns) {
            boolean takes = isOn && super.take(seg, packet, at, length, source, v, ns);
            segments++;
            taken += takes ? 1 : 0;
            return takes;
        }
    }

    // ---- whole transfers, between two stacks and a wire with faults

    @Test
    void transfersAreTheSameWithoutIt() {
        for (long seed = 0; seed < 30; seed++) {
            Simulation with = new Simulation(seed);
            with.run();
            Simulation without = new Simulation(seed);
            for (Tcp tcp : without.hosts.tcp) {
                Watched.in(tcp, false);
            }
            without.run();
            assertArrayEquals(without.hash(), with.hash(), "seed " + seed);
            for (int host = 0; host < 2; host++) {
                assertCountsEqual(without.hosts.tcp[host], with.hosts.tcp[host], "seed " + seed);
            }
        }
    }

    // ---- one stack and a peer whose segments are all but usual

    /** A stack, the same stack without prediction, and what is sent to both. */
    private static final class Pair {

        final ManyPeers with;
        final ManyPeers without;
        final SplittableRandom random;
        final String name;
        final Watched watched;
        private int listener;

        /** The first connection, after {@link #openFirst}. */
        int handle;

        Tcb tcb;

        Pair(long seed) {
            random = new SplittableRandom(seed);
            name = "seed " + seed;
            TcpConfig config = new TcpConfig();
            config.connections = 4;
            config.receiveBuffer = 1 << random.nextInt(8, 14);
            config.sendBuffer = 2048;
            config.timestamps = random.nextBoolean();
            config.sack = random.nextBoolean();
            config.windowScale = random.nextBoolean();
            config.delayedAckMs = random.nextInt(3) * 100;
            config.receivedRanges = random.nextInt(3);
            with = new ManyPeers(config, 0, seed);
            without = new ManyPeers(config, 0, seed);
            Watched.in(without.tcp, false);
            watched = Watched.in(with.tcp, true);
        }

        /** Both do the same, and are then the same. */
        void each(String what, Consumer<ManyPeers> step) {
            step.accept(with);
            step.accept(without);
            String where = name + ", " + what;
            assertEquals(without.sent.size(), with.sent.size(), where);
            while (!with.sent.isEmpty()) {
                assertArrayEquals(
                        without.sent.remove().segment(), with.sent.remove().segment(), where);
            }
            for (int slot = 0; slot < with.tcp.connections.tcbs.length; slot++) {
                assertEquals(hash(without, slot), hash(with, slot), where + ", slot " + slot);
            }
            assertEquals(without.tcp.nextReady(), with.tcp.nextReady(), where);
            assertEquals(without.tcp.nextDeadlineNs(), with.tcp.nextDeadlineNs(), where);
            assertCountsEqual(without.tcp, with.tcp, where);
        }

        private static long hash(ManyPeers host, int slot) {
            return Inspector.hash(host.tcp.connections.tcbs[slot], Set.of());
        }

        /** The handle of a new connection, or what {@code accept} says if there is no slot. */
        int open(int port) {
            ByteBuffer syn = ByteBuffer.allocate(20);
            syn.putInt(0x02040218);
            syn.putInt(0x01030302).putInt(0x0402080a).putInt(1000).putInt(0);
            int[] ack = new int[1];
            each(
                    "SYN",
                    host -> {
                        host.syn(PEER, port, 999, syn.array());
                        ack[0] = host.sent.isEmpty() ? 0 : host.sent.getLast().seq() + 1;
                    });
            byte[] options = with.tcp.connections.config.timestamps ? stamps(1000, 0) : NONE;
            each("ACK", host -> host.send(PEER, port, 1000, ack[0], Segment.ACK, options, 0));
            int[] handle = new int[1];
            each("accept", host -> handle[0] = host.tcp.accept(listener));
            return handle[0];
        }

        Pair openFirst() {
            each("listen", host -> listener = host.tcp.listen(ManyPeers.PORT, 4));
            handle = open(FIRST_PORT);
            tcb = tcbOf(handle);
            return this;
        }

        private Tcb tcbOf(int connection) {
            return with.tcp.connections.tcbs[with.tcp.slotOf(connection)];
        }

        /** A connection that has ended is followed by another, while there are slots. */
        void play(int steps) {
            int[] handles = new int[CONNECTIONS];
            handles[0] = openFirst().handle;
            int port = FIRST_PORT;
            int at = 0;
            for (int i = 0; i < steps; i++) {
                at = random.nextInt(8) == 0 ? random.nextInt(CONNECTIONS) : at;
                int current = handles[at];
                if (with.tcp.state(current) == TcpState.CLOSED) {
                    each("close", host -> host.tcp.close(current, host.nowNs));
                    handles[at] = open(++port);
                    if (handles[at] < 0) {
                        return;
                    }
                } else if (random.nextInt(3) == 0) {
                    useOrWait(current);
                } else {
                    segment(tcbOf(current));
                }
            }
        }

        private void useOrWait(int connection) {
            int octets = random.nextInt(1, 3000);
            int what = random.nextInt(200);
            byte[] text = new byte[octets];
            boolean sends = random.nextBoolean();
            each(
                    "call " + what,
                    host -> {
                        Tcp tcp = host.tcp;
                        if (what < 70) {
                            tcp.read(connection, text, 0, octets, host.nowNs);
                        } else if (what < 120) {
                            tcp.write(connection, text, 0, octets, host.nowNs);
                        } else if (what < 190) {
                            host.runFor(octets * MS / 20);
                        } else if (what < 194) {
                            tcp.setKeepAlive(connection, octets, 100, 3, host.nowNs);
                        } else if (what < 196) {
                            host.runFor(octets * 10 * MS);
                        } else if (what == 196) {
                            tcp.shutdownWrite(connection, host.nowNs);
                        } else {
                            tcp.close(connection, host.nowNs);
                        }
                        if (sends) {
                            host.transmit();
                        }
                    });
        }

        /** Once in {@code n}, something else. */
        private int rarely(int n, int usual, int... others) {
            return random.nextInt(n) == 0 ? others[random.nextInt(others.length)] : usual;
        }

        private void segment(Tcb tcb) {
            int text = rarely(2, 0, random.nextInt(1, 100), random.nextInt(1, 1500));
            int window = Math.max(0, tcb.rcvWnd());
            text = rarely(16, Math.min(text, window), text, window, window + 1);
            int seq = tcb.rcvNxt + rarely(10, 0, 1, -1, 40, -40, window, 1 << 30, 1 << 31);
            int flight = tcb.sndNxt - tcb.sndUna;
            int ack = tcb.sndUna + rarely(2, 0, flight, random.nextInt(flight + 1));
            ack = rarely(20, ack, tcb.sndUna - 1, tcb.sndNxt + 1, ack + (1 << 31));
            int flags = Segment.ACK | rarely(3, 0, Segment.PSH);
            flags ^= rarely(40, 0, Segment.FIN, Segment.RST, Segment.SYN, Segment.URG, 0x40, 0x80);
            flags ^= rarely(60, 0, Segment.ACK, 0x100, 0x800);
            int last = tcb.sndWnd >> (tcb.sndWndShift & 31);
            int offered = rarely(8, last, 0, last + 1, 1000, 65535) & 0xffff;
            byte[] options = options(tcb);
            byte[] whole =
                    Fields.segment(
                            0,
                            tcb.remotePort(),
                            ManyPeers.PORT,
                            seq,
                            ack,
                            flags,
                            offered,
                            options,
                            new byte[text]);
            byte[] s = Arrays.copyOf(whole, rarely(60, whole.length, random.nextInt(40)));
            if (s.length >= Segment.HEADER) {
                Fields.seal(s, PEER, ManyPeers.SELF);
            }
            if (s.length > 0 && random.nextInt(30) == 0) {
                s[random.nextInt(s.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int verified = rarely(4, 0, Tcp.CHECKSUM_VERIFIED);
            each(
                    tcb + " hears " + HexFormat.of().formatHex(s),
                    host -> host.arrives(PEER, s, verified));
        }

        /** The user of the first connection writes. */
        void write(int octets) {
            byte[] text = new byte[octets];
            each("write", host -> host.tcp.write(handle, text, 0, octets, host.nowNs));
        }

        /** The first connection's next text in order, with no news in its acknowledgment. */
        void usual(int text) {
            segment(0, Segment.ACK, text, tcb.sndUna);
        }

        void segment(int ahead, int flags, int text, int ack) {
            byte[] options = tcb.timestamps ? stamps(tcb.tsRecent, 0) : NONE;
            int port = tcb.remotePort();
            int seq = tcb.rcvNxt + ahead;
            each("text", host -> host.send(PEER, port, seq, ack, flags, options, text));
        }

        private byte[] options(Tcb tcb) {
            int now = 1000 + (int) (with.nowNs / MS);
            int tsVal = rarely(12, now, tcb.tsRecent, tcb.tsRecent - 1, now + (1 << 31));
            int echo = Timestamps.value(tcb.tsOffset, with.nowNs - random.nextInt(300) * MS);
            byte[] stamps = stamps(tsVal, echo);
            switch (rarely(16, tcb.timestamps ? 1 : 0, 0, 1, 2, 3, 4)) {
                case 0:
                    return NONE;
                case 1:
                    return stamps;
                case 2:
                    stamps[0] = 0; // the end of the list
                    return stamps;
                case 3:
                    return ByteBuffer.allocate(24)
                            .put(stamps)
                            .putInt(0x0101050a)
                            .putInt(tcb.sndUna + 1)
                            .putInt(tcb.sndNxt)
                            .array();
                default:
                    return ByteBuffer.allocate(12)
                            .putInt(0x0101050a)
                            .putInt(tcb.sndUna + 1)
                            .putInt(tcb.sndNxt)
                            .array();
            }
        }
    }

    private static byte[] stamps(int tsVal, int tsEcr) {
        return ByteBuffer.allocate(12).putInt(0x0101080a).putInt(tsVal).putInt(tsEcr).array();
    }

    @Test
    void aStackIsTheSameWithoutItWhateverItsPeerSends() {
        int segments = 0;
        int taken = 0;
        for (long seed = 0; seed < 600; seed++) {
            Pair pair = new Pair(seed);
            pair.play(80);
            segments += pair.watched.segments;
            taken += pair.watched.taken;
        }
        assertTrue(taken > segments / 4, taken + " of " + segments + " are usual");
    }

    /** With and without timestamps, and the first segment of a connection already. */
    @Test
    void textInOrderAndItsAcknowledgmentAreUsual() {
        for (long seed = 0; seed < 20; seed++) {
            Pair pair = new Pair(seed).openFirst();
            pair.usual(10);
            pair.write(10);
            pair.each("transmit", ManyPeers::transmit);
            pair.segment(0, Segment.ACK, 0, pair.tcb.sndNxt);
            assertEquals(2, pair.watched.taken);
        }
    }

    /** With text unread and text to send: a reset follows, and new text is refused at once. */
    @Test
    void soItIsForOneWhoseUserHasClosedIt() {
        for (long seed = 0; seed < 20; seed++) {
            Pair pair = new Pair(seed).openFirst();
            pair.usual(10);
            pair.write(10);
            pair.each("close", host -> host.tcp.close(pair.handle, host.nowNs));
            pair.usual(10);
            assertEquals(1, pair.with.tcp.counter(TcpCounter.DROP_AFTER_CLOSE));
        }
    }

    /** The text that fills the hole brings the FIN to its turn. */
    @Test
    void soItIsForAFinAheadOfAHole() {
        for (long seed = 0; seed < 20; seed++) {
            Pair pair = new Pair(seed).openFirst();
            pair.segment(10, Segment.ACK | Segment.FIN, 0, pair.tcb.sndUna);
            pair.usual(10);
            assertEquals(TcpState.CLOSE_WAIT, pair.with.tcp.state(pair.handle));
        }
    }

    private static void assertCountsEqual(Tcp expected, Tcp found, String where) {
        for (int id = 0; id < TcpCounter.COUNT; id++) {
            assertEquals(expected.counter(id), found.counter(id), where + ", counter " + id);
        }
    }
}
