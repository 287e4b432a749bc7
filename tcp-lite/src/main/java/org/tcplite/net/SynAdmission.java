package org.tcplite.net;

import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * Which SYNs are still answered when more frames come than the processor can take. A receive ring
 * that runs full loses frames no matter whose: SYNs of a flood, and the acknowledgments and the
 * text of everybody else. To refuse a SYN by a look at its headers costs a fraction of an answer,
 * so that the ring is emptied faster than it fills, and what is no SYN gets through.
 *
 * <p>In flood mode, each time that four rings full of frames have been taken and the ring was never
 * found empty, an eighth of the SYNs answered until now is answered no more; when it is found empty
 * their share grows again, from least to all in a second. Who is among them follows from a keyed
 * hash of addresses and ports, and changes with time: the SYNs of one client at 0, 1, 3 and 7 s
 * meet different parts of the circle, so that a fifth admitted lets four fifths of the clients in,
 * and not the same fifth four times.
 *
 * <p>Besides, addresses that have completed a handshake before ({@link Tcp#isProven}) are admitted,
 * one SYN for every sixteen frames: a flood in their name gains no more than that.
 *
 * <p>What is refused has not been checked for anything; a frame that would have been dropped for
 * another reason may be among it.
 */
final class SynAdmission {

    private static final int TCP_AT = EthernetFrame.HEADER + 20;
    private static final int SHORTEST = TCP_AT + 20;
    private static final int WITHOUT_OPTIONS = 0x45;
    private static final int FRAGMENT = 0x3fff;
    private static final int FIN_SYN_RST_ACK = 0x17;
    private static final int SYN = 0x02;

    /** The whole circle. */
    private static final int ALL = 256;

    /** With this share a SYN costs hardly more than its refusal. */
    private static final int LEAST = ALL / 16;

    /** Of time in nanoseconds: the share grows by one in 2^22 ns, 4.2 ms. */
    private static final int GROWTH_SHIFT = 22;

    /** Of time in nanoseconds, then of the circle: 13 in 2^28 ns, 3/16 of it in a second. */
    private static final int TURN_SHIFT = 20;

    private static final int TURN = 13;

    private static final int FRAMES_PER_PROVEN = 16;
    private static final int MOST_CREDIT = 4;

    private final Octets octets;
    private final Tcp tcp;
    private final int key;
    private int patience = Integer.MAX_VALUE;
    private int share = ALL;
    private int framesSinceEmpty;
    private long grownNs;
    private int frames;
    private int credit;

    /**
     * Admits everything so far.
     *
     * @param key any number that nobody outside knows
     */
    SynAdmission(Octets octets, Tcp tcp, int key) {
        this.octets = octets;
        this.tcp = tcp;
        this.key = key;
    }

    /** The receive ring has room for so many frames; until then nobody is refused. */
    void setRing(int ringDepth) {
        patience = 4 * Math.max(1, ringDepth);
    }

    /** A poll has taken so many frames, and stopped or found the receive ring empty. */
    void haveBeenTaken(int taken, boolean isEmpty, long nowNs) {
        framesSinceEmpty += taken;
        if (framesSinceEmpty >= patience) {
            fallBehind(nowNs);
        }
        if (isEmpty) {
            framesSinceEmpty = 0;
            if (share < ALL) {
                catchUp(nowNs);
            }
        }
    }

    /** True for a SYN that is not going to be answered; asked once for every frame received. */
    boolean refuses(byte[] frame, int at, int length, long nowNs) {
        if (share == ALL) {
            return false;
        }
        frames++;
        if ((frames & FRAMES_PER_PROVEN - 1) == 0 && credit < MOST_CREDIT) {
            credit++;
        }
        return isSyn(frame, at, length) && !isAdmitted(frame, at, nowNs);
    }

    private void fallBehind(long nowNs) {
        boolean isFlood = tcp.isFloodMode(nowNs);
        while (framesSinceEmpty >= patience) {
            framesSinceEmpty -= patience;
            if (isFlood) {
                share -= share >> 3;
                share = share < LEAST ? LEAST : share;
                grownNs = nowNs;
            }
        }
    }

    private void catchUp(long nowNs) {
        long grown = nowNs - grownNs >>> GROWTH_SHIFT;
        share = grown >= ALL - share ? ALL : share + (int) grown;
        grownNs += grown << GROWTH_SHIFT;
    }

    private boolean isSyn(byte[] frame, int at, int length) {
        return length >= SHORTEST
                && (frame[at + TCP_AT + 13] & FIN_SYN_RST_ACK) == SYN
                && frame[at + EthernetFrame.HEADER] == WITHOUT_OPTIONS
                && frame[at + EthernetFrame.HEADER + 9] == Ipv4Packet.TCP
                && octets.get16(frame, at + 12) == EthernetFrame.TYPE_IPV4
                && (octets.get16(frame, at + EthernetFrame.HEADER + 6) & FRAGMENT) == 0;
    }

    private boolean isAdmitted(byte[] frame, int at, long nowNs) {
        int source = octets.get32(frame, at + EthernetFrame.HEADER + 12);
        int ports = octets.get32(frame, at + TCP_AT);
        int turn = (int) ((nowNs >>> TURN_SHIFT) * TURN >>> 8);
        if ((place(source, ports) - turn & ALL - 1) < share) {
            return true;
        }
        if (credit > 0 && tcp.isProven(source)) {
            credit--;
            return true;
        }
        return false;
    }

    /** On the circle. */
    private int place(int source, int ports) {
        int h = (source ^ key) * 0x9E3779B1;
        h = (h ^ h >>> 15 ^ ports) * 0x85EBCA6B;
        return (h ^ h >>> 13) * 0xC2B2AE35 >>> 24;
    }
}
