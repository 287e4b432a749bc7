package org.tcplite.sim.link;

import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;
import org.tcplite.tcp.Octets;

/**
 * The gateway's end of the wire: holds the board's connection requests back until the desktop has
 * answered for them, and passes every other frame.
 *
 * <p>To the gateway's stack it is a MAC. A SYN to the gateway's address goes into one of a fixed
 * number of entries; whoever opens the desktop's side then either {@linkplain #pass passes} it, and
 * the stack sees it as if it arrived just now, or {@linkplain #refuse refuses} it, and the board
 * sees a reset (RFC 9293 section 3.10.7.1). So the stack needs no notion of listening on every
 * port.
 *
 * <p>Repetitions of a held SYN are dropped, those of a passed one go through. A SYN that finds no
 * entry is dropped and counted; the board will repeat it. A SYN of a flow that exists already, and
 * a SYN whose checksums are wrong, are the stack's business.
 */
final class SynGate extends ForwardingMac {

    /** What {@link #state} answers: the entry is not used. */
    static final int FREE = 0;

    /** A SYN is held, nobody has asked the desktop yet. */
    static final int ARRIVED = 1;

    /** A SYN is held, the desktop is being asked. */
    static final int ASKED = 2;

    /** The SYN is the stack's next frame. */
    static final int PASSING = 3;

    /** The stack has seen the SYN. */
    static final int PASSED = 4;

    /** The board has reset the connection the SYN asked for. */
    static final int CANCELLED = 5;

    /** The flows the stack knows already. */
    interface Flows {
        /** True if a connection of this remote socket at this local port is alive. */
        boolean isAlive(int remoteAddress, int remotePort, int localPort);
    }

    private static final int ETHERTYPE = 12;
    private static final int IP = 14;
    private static final int TCP_OCTETS = 20;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int NOT_SERVING = -1;

    private final EthernetMac mac;
    private final int gateway;
    private final Octets octets;
    private final Flows flows;

    private final int[] state;
    private final byte[][] frame;
    private final int[] length;
    private final int[] status;
    private final int[] remoteAddress;
    private final int[] remotePort;
    private final int[] localPort;

    /** Entries that wait to be the stack's next frame. */
    private int passing;

    /** Entries the stack has seen, not yet released. */
    private int passed;

    /** The entry whose frame the stack has peeked. */
    private int serving = NOT_SERVING;

    /** Whether the stack has peeked a frame of the MAC itself. */
    private boolean peeked;

    private long overflows;

    /**
     * A gate in front of a MAC.
     *
     * @param gateway the address whose connection requests are held
     * @param entries how many are held at one time
     */
    SynGate(EthernetMac mac, int gateway, Octets octets, Flows flows, int entries) {
        super(mac);
        this.mac = mac;
        this.gateway = gateway;
        this.octets = octets;
        this.flows = flows;
        state = new int[entries];
        frame = new byte[entries][mac.maxFrame()];
        length = new int[entries];
        status = new int[entries];
        remoteAddress = new int[entries];
        remotePort = new int[entries];
        localPort = new int[entries];
    }

    // ---- the entries

    int entries() {
        return state.length;
    }

    int state(int entry) {
        return state[entry];
    }

    int localPort(int entry) {
        return localPort[entry];
    }

    /** Connection requests dropped because every entry was in use. */
    long overflows() {
        return overflows;
    }

    /** The desktop is being asked about an {@link #ARRIVED} entry. */
    void ask(int entry) {
        state[entry] = ASKED;
    }

    /** The desktop said yes: the SYN goes to the stack. */
    void pass(int entry) {
        state[entry] = PASSING;
        passing++;
    }

    /**
     * The desktop said no: the board is sent a reset, and the entry is free.
     *
     * @return false if there was no descriptor for the reset; to be tried again
     */
    boolean refuse(int entry) {
        if (!mac.txClaim(MIN_FRAME)) {
            return false;
        }
        buildReset(frame[entry], mac.txBuffer(), mac.txOffset());
        mac.txCommit(MIN_FRAME, 0);
        release(entry);
        return true;
    }

    /** The entry whose SYN became this connection, or -1. */
    int find(int fromAddress, int fromPort, int toPort) {
        for (int i = 0; i < state.length; i++) {
            if (state[i] != FREE
                    && remotePort[i] == fromPort
                    && localPort[i] == toPort
                    && remoteAddress[i] == fromAddress) {
                return i;
            }
        }
        return -1;
    }

    /** The entry is done with. */
    void release(int entry) {
        if (state[entry] == PASSING) {
            passing--;
        } else if (state[entry] == PASSED) {
            passed--;
        }
        state[entry] = FREE;
    }

    // ---- receive: what the stack sees

    @Override
    public int rxPoll() {
        if (serving != NOT_SERVING) {
            return length[serving];
        }
        if (peeked) {
            return mac.rxPoll();
        }
        if (passing > 0) {
            serving = firstPassing();
            return length[serving];
        }
        for (int i = mac.rxDepth(); i >= 0; i--) {
            int n = mac.rxPoll();
            if (n == 0 || !takes(mac.rxBuffer(), mac.rxOffset(), n)) {
                peeked = n > 0;
                return n;
            }
            mac.rxRelease();
        }
        return 0;
    }

    private int firstPassing() {
        int i = 0;
        while (state[i] != PASSING) {
            i++;
        }
        return i;
    }

    @Override
    public byte[] rxBuffer() {
        return serving != NOT_SERVING ? frame[serving] : mac.rxBuffer();
    }

    @Override
    public int rxOffset() {
        return serving != NOT_SERVING ? 0 : mac.rxOffset();
    }

    @Override
    public int rxStatus() {
        return serving != NOT_SERVING ? status[serving] : mac.rxStatus();
    }

    @Override
    public void rxRelease() {
        if (serving == NOT_SERVING) {
            peeked = false;
            mac.rxRelease();
            return;
        }
        state[serving] = PASSED;
        passing--;
        passed++;
        serving = NOT_SERVING;
    }

    /** True if the frame is the gate's: held, or dropped. */
    private boolean takes(byte[] b, int o, int n) {
        int ip = o + IP;
        if (n < IP + 20 + TCP_OCTETS
                || octets.get16(b, o + ETHERTYPE) != 0x0800
                || b[ip] >> 4 != 4
                || b[ip + 9] != 6
                || (octets.get16(b, ip + 6) & 0x3fff) != 0
                || octets.get32(b, ip + 16) != gateway) {
            return false;
        }
        int header = (b[ip] & 15) << 2;
        int total = octets.get16(b, ip + 2);
        if (header < 20 || total < header + TCP_OCTETS || total > n - IP) {
            return false;
        }
        int tcp = ip + header;
        int flags = b[tcp + 13] & (FIN | SYN | RST | ACK);
        if ((flags & RST) != 0) {
            cancel(octets.get32(b, ip + 12), octets.get16(b, tcp), octets.get16(b, tcp + 2));
            return false;
        }
        return flags == SYN
                && isIntact(b, ip, header, total)
                && holds(b, o, n, octets.get32(b, ip + 12), tcp);
    }

    private void cancel(int fromAddress, int fromPort, int toPort) {
        if (passed == 0) {
            return;
        }
        int entry = find(fromAddress, fromPort, toPort);
        if (entry >= 0 && state[entry] == PASSED) {
            release(entry);
            state[entry] = CANCELLED;
        }
    }

    private boolean isIntact(byte[] b, int ip, int header, int total) {
        if ((mac.rxStatus() & RX_CSUM_CHECKED) != 0) {
            return (mac.rxStatus() & RX_CSUM_BAD) == 0;
        }
        return Octets.isIntact(octets.sum(b, ip, header))
                && Octets.isIntact(
                        octets.sum(b, ip + 12, 8)
                                + 6
                                + (total - header)
                                + octets.sum(b, ip + header, total - header));
    }

    private boolean holds(byte[] b, int o, int n, int from, int tcp) {
        int fromPort = octets.get16(b, tcp);
        int toPort = octets.get16(b, tcp + 2);
        if (fromPort == 0 || toPort == 0 || flows.isAlive(from, fromPort, toPort)) {
            return false;
        }
        int entry = find(from, fromPort, toPort);
        if (entry >= 0) {
            return state[entry] != PASSED;
        }
        entry = firstFree();
        if (entry < 0 || n > frame[0].length) {
            overflows++;
            return true;
        }
        System.arraycopy(b, o, frame[entry], 0, n);
        length[entry] = n;
        status[entry] = mac.rxStatus();
        remoteAddress[entry] = from;
        remotePort[entry] = fromPort;
        localPort[entry] = toPort;
        state[entry] = ARRIVED;
        return true;
    }

    private int firstFree() {
        for (int i = 0; i < state.length; i++) {
            if (state[i] == FREE) {
                return i;
            }
        }
        return -1;
    }

    /** {@code <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>} with the SYN's addresses turned round. */
    private void buildReset(byte[] syn, byte[] b, int o) {
        int header = (syn[IP] & 15) << 2;
        int tcpIn = IP + header;
        int text = octets.get16(syn, IP + 2) - header - ((syn[tcpIn + 12] & 0xf0) >> 2);
        int ip = o + IP;
        int tcp = ip + 20;
        for (int i = 0; i < MIN_FRAME; i++) {
            b[o + i] = 0;
        }
        System.arraycopy(syn, 6, b, o, 6);
        mac.macAddress(b, o + 6);
        octets.put16(b, o + ETHERTYPE, 0x0800);
        b[ip] = 0x45;
        octets.put16(b, ip + 2, 20 + TCP_OCTETS);
        b[ip + 8] = 64;
        b[ip + 9] = 6;
        octets.put32(b, ip + 12, gateway);
        octets.put32(b, ip + 16, octets.get32(syn, IP + 12));
        octets.put16(b, ip + 10, Octets.checksum(octets.sum(b, ip, 20)));
        octets.put16(b, tcp, octets.get16(syn, tcpIn + 2));
        octets.put16(b, tcp + 2, octets.get16(syn, tcpIn));
        octets.put32(b, tcp + 8, octets.get32(syn, tcpIn + 4) + 1 + Math.max(0, text));
        b[tcp + 12] = 5 << 4;
        b[tcp + 13] = RST | ACK;
        long sum = octets.sum(b, ip + 12, 8) + 6 + TCP_OCTETS + octets.sum(b, tcp, TCP_OCTETS);
        octets.put16(b, tcp + 16, Octets.checksum(sum));
    }
}
