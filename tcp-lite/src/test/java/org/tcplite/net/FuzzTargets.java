package org.tcplite.net;

import org.tcplite.tcp.Inspector;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.TcpError;

/**
 * What octets of a fuzzer are fed to: a board with an echo on port 80, which takes them for frames,
 * ARP packets or fragments. Apart from the constructor nothing here allocates, so that a corpus can
 * be played back under measurement.
 */
final class FuzzTargets {

    private static final int PORT = 80;
    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int TCP_OR_ICMP = ETHERNET + IP;
    private static final int MOST_POLLS = 1000;

    /** Head of a step: {@code RNPPPLLL LLLLLLLL}: repair, numbers, pause, length. */
    private static final int REPAIR = 0x80;

    private static final int NUMBERS = 0x40;

    private final Board board;
    private final Octets octets = new PortableOctets();
    private final byte[] frame = new byte[2048];
    private final byte[] text = new byte[512];
    private final int[] connections = new int[8];
    private final long[] pausesNs = {
        0,
        1_000,
        1_000_000,
        50_000_000,
        300_000_000,
        2_000_000_000,
        60_000_000_000L,
        3600_000_000_000L
    };
    private int listener;

    FuzzTargets() {
        board =
                new Board(
                        config -> {
                            config.arpEntries = 4;
                            config.tcp.connections = 4;
                            config.tcp.synQueue = 8;
                            config.tcp.timeWait = 4;
                            config.tcp.receiveBuffer = 1024;
                            config.tcp.sendBuffer = 1024;
                            config.tcp.timestamps = true;
                            config.tcp.sack = true;
                        });
        board.mac.keepsSent = false;
        board.mac.poison = -1;
        board.mac.endsWithBuffer = true;
        begin();
    }

    private void begin() {
        listener = board.tcp.listen(PORT, 2);
    }

    // ---- the targets: each leaves the board as it was before

    /** Steps of two octets and a frame: how long to wait, what to set right, how long it is. */
    void frames(byte[] data) {
        int at = 0;
        while (at + 2 < data.length) {
            int head = data[at] & 0xff;
            int length = (head & 7) << 8 | data[at + 1] & 0xff;
            length = Math.max(1, Math.min(Math.min(length, data.length - at - 2), 1600));
            System.arraycopy(data, at + 2, frame, 0, length);
            if ((head & NUMBERS) != 0) {
                addLastNumbers(length);
            }
            if ((head & REPAIR) != 0) {
                repair(length);
            }
            board.now += pausesNs[head >>> 3 & 7];
            deliver(length);
            at += 2 + length;
        }
        end();
    }

    /** ARP packets from their operation on, 24 octets each. */
    void arp(byte[] data) {
        for (int at = 0; at + 24 <= data.length; at += 24) {
            link(Frames.OWN_MAC, 0x0806);
            octets.put32(frame, ETHERNET, 0x00010800);
            System.arraycopy(data, at, frame, ETHERNET + 4, 24);
            System.arraycopy(data, at + 4, frame, 6, 6); // said and sent by the same
            board.now += 100_000_000;
            deliver(60);
        }
        end();
    }

    /** Fragments: identification and protocol, offset and MF, length, then so many octets. */
    void fragments(byte[] data) {
        int at = 0;
        while (at + 4 < data.length) {
            int which = data[at] & 0xff;
            int length = Math.min(data[at + 3] & 0xff, data.length - at - 4);
            link(Frames.OWN_MAC, 0x0800);
            octets.put32(frame, ETHERNET, 0x45000000 | IP + length);
            int flagsAndOffset = (data[at + 1] & 0x3f) << 8 | data[at + 2] & 0xff;
            octets.put32(frame, ETHERNET + 4, which << 16 & 0x30000 | flagsAndOffset);
            octets.put32(frame, ETHERNET + 8, 64 << 24 | ((which & 4) != 0 ? 1 : 6) << 16);
            octets.put32(frame, ETHERNET + 12, Frames.PEER + (which >>> 3 & 1));
            octets.put32(frame, ETHERNET + 16, Frames.OWN);
            octets.put16(frame, ETHERNET + 10, Octets.checksum(octets.sum(frame, ETHERNET, IP)));
            System.arraycopy(data, at + 4, frame, TCP_OR_ICMP, length);
            board.now += pausesNs[which >>> 5];
            deliver(Math.max(60, TCP_OR_ICMP + length));
            at += 4 + length;
        }
        end();
    }

    private void link(long to, int type) {
        octets.put16(frame, 0, (int) (to >>> 32));
        octets.put32(frame, 2, (int) to);
        octets.put16(frame, 6, (int) (Frames.PEER_MAC >>> 32));
        octets.put32(frame, 8, (int) Frames.PEER_MAC);
        octets.put16(frame, 12, type);
    }

    // ---- frames set right, or nothing would get past the first checks

    /** The numbers count from those of the last frame sent. */
    private void addLastNumbers(int length) {
        if (length < TCP_OR_ICMP + 20) {
            return;
        }
        byte[] sent = board.mac.txBuffer();
        int segment = board.mac.txOffset() + TCP_OR_ICMP;
        int header = (sent[segment + 12] & 0xf0) >>> 2;
        int text = octets.get16(sent, segment - IP + 2) - IP - header;
        int flags = sent[segment + 13];
        int next = octets.get32(sent, segment + 4) + text + (flags & 1) + (flags >>> 1 & 1);
        int seq = octets.get32(sent, segment + 8) + octets.get32(frame, TCP_OR_ICMP + 4);
        octets.put32(frame, TCP_OR_ICMP + 4, seq);
        octets.put32(frame, TCP_OR_ICMP + 8, next + octets.get32(frame, TCP_OR_ICMP + 8));
    }

    /** To us, from the peer, an IPv4 header without options, right checksums. */
    private void repair(int length) {
        if (length < TCP_OR_ICMP + 8) {
            return;
        }
        link(Frames.OWN_MAC, 0x0800);
        octets.put32(frame, ETHERNET, 0x45000000 | length - ETHERNET);
        octets.put16(frame, ETHERNET + 6, 0);
        octets.put16(frame, ETHERNET + 10, 0);
        octets.put32(frame, ETHERNET + 12, Frames.PEER);
        octets.put32(frame, ETHERNET + 16, Frames.OWN);
        octets.put16(frame, ETHERNET + 10, Octets.checksum(octets.sum(frame, ETHERNET, IP)));
        int payload = length - TCP_OR_ICMP;
        if (frame[ETHERNET + 9] == 1) {
            octets.put16(frame, TCP_OR_ICMP + 2, 0);
            long sum = octets.sum(frame, TCP_OR_ICMP, payload);
            octets.put16(frame, TCP_OR_ICMP + 2, Octets.checksum(sum));
        } else if (frame[ETHERNET + 9] == 6 && payload >= 20) {
            octets.put16(frame, TCP_OR_ICMP + 16, 0);
            long sum = octets.sum(frame, TCP_OR_ICMP, payload) + payload + 6;
            sum += Octets.sumOfWords(Frames.PEER) + Octets.sumOfWords(Frames.OWN);
            octets.put16(frame, TCP_OR_ICMP + 16, Octets.checksum(sum));
        }
    }

    // ---- the board

    private void deliver(int length) {
        board.mac.place(frame, length);
        poll();
        echo();
        poll();
    }

    private void poll() {
        int polls = 0;
        while (board.stack.poll(board.now)) {
            if (++polls == MOST_POLLS) {
                throw new AssertionError("the poll loop does not end");
            }
        }
    }

    private void echo() {
        for (int i = 0; i < connections.length; i++) {
            if (connections[i] == 0) {
                connections[i] = Math.max(0, board.tcp.accept(listener));
            }
            if (connections[i] == 0) {
                continue;
            }
            int room = Math.min(text.length, board.tcp.writable(connections[i]));
            int read = board.tcp.read(connections[i], text, 0, Math.max(0, room), board.now);
            if (read > 0) {
                board.tcp.write(connections[i], text, 0, read, board.now);
            } else if (read < 0 && read != TcpError.WOULD_BLOCK) {
                board.tcp.close(connections[i], board.now);
                connections[i] = 0;
            }
        }
    }

    /** All is given up and forgotten; what does not come back is a leak. */
    private void end() {
        Inspector.check(board.tcp);
        for (int i = 0; i < connections.length; i++) {
            if (connections[i] != 0) {
                board.tcp.abort(connections[i], board.now);
                connections[i] = 0;
            }
        }
        board.tcp.close(listener, board.now);
        int steps = 0;
        long deadline = board.stack.nextDeadlineNs();
        while (deadline != Long.MAX_VALUE) {
            board.now = Math.max(board.now, deadline);
            poll();
            deadline = board.stack.nextDeadlineNs();
            if (++steps == 100_000) {
                throw new AssertionError("timers without end");
            }
        }
        Inspector.checkNothingHeld(board.tcp);
        begin();
    }
}
