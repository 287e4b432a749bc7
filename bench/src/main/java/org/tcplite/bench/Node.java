package org.tcplite.bench;

import java.util.function.Consumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.Tcp;

/**
 * A stack with its MAC and its two rings, with the defaults of a desktop where nothing else is
 * said.
 */
final class Node {

    /** The one instance of this process. */
    static final Octets OCTETS = new VarHandleOctets();

    /** The text offered in one segment by default: that of an Ethernet frame without options. */
    static final int MSS = 1460;

    /** The last octet of the address of a stack under test. */
    static final int HOST = 2;

    /** The port of every listener. */
    static final int PORT = 7;

    private static final int NETWORK = 10 << 24;
    private static final long MAC_PREFIX = 0x020000000000L;
    private static final int DAY_MS = 86_400_000;

    final int address;
    final FrameRing received;
    final FrameRing sent;
    final NetworkStack stack;
    final Tcp tcp;

    /**
     * Makes and starts a stack.
     *
     * @param host the last octet of its address, 10.0.0.{@code host}
     * @param fillsChecksums whether the MAC has checksum offload
     */
    Node(int host, FrameRing received, FrameRing sent, boolean fillsChecksums) {
        this(host, received, sent, fillsChecksums, config -> {});
    }

    /**
     * Makes and starts a stack.
     *
     * @param settings changes the configuration
     */
    Node(
            int host,
            FrameRing received,
            FrameRing sent,
            boolean fillsChecksums,
            Consumer<NetConfig> settings) {
        this.received = received;
        this.sent = sent;
        address = NETWORK | host;
        NetConfig config = new NetConfig();
        config.address = address;
        config.arpLifetimeMs = DAY_MS; // neighbours are asked once: ARP is not what is measured
        settings.accept(config);
        RingMac mac = new RingMac(received, sent, macOf(host), fillsChecksums);
        stack = new NetworkStack(config, mac, new SeededEntropy(host), OCTETS);
        int error = stack.start(() -> {});
        if (error != 0) {
            throw new IllegalStateException("the stack does not start: " + error);
        }
        tcp = stack.tcp();
    }

    /**
     * Whether SACK and timestamps are offered: with both, the default of a desktop; or with
     * neither, as lwIP, so that both stacks do the same work.
     */
    static void setOptions(NetConfig config, boolean on) {
        config.tcp.sack = on;
        config.tcp.timestamps = on;
    }

    /** Octets of text in a segment where timestamps take their share of a full frame. */
    static int textOf(int wanted, boolean timestamps) {
        return timestamps ? Math.min(wanted, MSS - 12) : wanted;
    }

    /** Whether a parameter of a benchmark says {@code on}, or else {@code off}. */
    static boolean isOn(String parameter) {
        return choice(parameter, "on", "off");
    }

    /** Whether a parameter of a benchmark says {@code hardware}, or else {@code software}. */
    static boolean isHardware(String parameter) {
        return choice(parameter, "hardware", "software");
    }

    /**
     * Whether a parameter of a benchmark says {@code posted}: text goes straight to where it will
     * be read; or else {@code copied}: into the receive ring, and out of it when it is read.
     */
    static boolean isPosted(String parameter) {
        return choice(parameter, "posted", "copied");
    }

    /** The connection's text is going to be read to the beginning of an array. */
    void setReads(String reads, int connection, byte[] to) {
        int answer = isPosted(reads) ? tcp.postRead(connection, to, 0, to.length) : 0;
        if (answer != 0) {
            throw new IllegalStateException("the read is not posted: " + answer);
        }
    }

    private static boolean choice(String parameter, String yes, String no) {
        if (!parameter.equals(yes) && !parameter.equals(no)) {
            throw new IllegalArgumentException(parameter + ": say " + yes + " or " + no);
        }
        return parameter.equals(yes);
    }

    /** The IPv4 address of a host. */
    static int addressOf(int host) {
        return NETWORK | host;
    }

    /** The link address of a host. */
    static long macOf(int host) {
        return MAC_PREFIX | host;
    }

    /** A ring for frames of the usual greatest length. */
    static FrameRing ring(int frames) {
        return new FrameRing(frames, EthernetMac.MAX_FRAME);
    }

    /** A listener on {@link #PORT} with the greatest backlog. */
    int listen() {
        int listener = tcp.listen(PORT, Integer.MAX_VALUE);
        if (listener < 0) {
            throw new IllegalStateException("cannot listen: " + listener);
        }
        return listener;
    }

    /** The connection that is open by now. */
    int accept(int listener) {
        int connection = tcp.accept(listener);
        if (connection < 0) {
            throw new IllegalStateException("not open: " + connection);
        }
        return connection;
    }

    /**
     * Polls two stacks until nothing is on the wire between them.
     *
     * @param turnNs from one turn to the next
     * @return what time it is then
     */
    static long settle(Node one, Node other, long nowNs, long turnNs) {
        long timeNs = nowNs;
        while (one.received.length() > 0 || other.received.length() > 0) {
            timeNs += turnNs;
            one.stack.poll(timeNs);
            other.stack.poll(timeNs);
        }
        return timeNs;
    }

    /**
     * An application's turn: reads what has come, of one connection after the other.
     *
     * @param buffer has room for all of it
     * @return octets read
     */
    int readAll(byte[] buffer, long nowNs) {
        int octets = 0;
        while (true) {
            int ready = tcp.nextReady();
            if (ready == Tcp.NONE) {
                return octets;
            }
            if ((tcp.takeSignals(ready) & Signals.READABLE) != 0) {
                octets += tcp.read(ready, buffer, octets, buffer.length - octets, nowNs);
            }
        }
    }

    /** The turn of an application that takes notice of what the stack says, and no more. */
    void clearSignals() {
        int ready = tcp.nextReady();
        while (ready != Tcp.NONE) {
            tcp.takeSignals(ready);
            ready = tcp.nextReady();
        }
    }
}
