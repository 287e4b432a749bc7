package org.tcplite.cortexm;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instructions, from the interrupt that ends the sleep to the next sleep, each the median of 200.
 * The board prints, before it sleeps, the frames received and the nanoseconds awake so far, and
 * QEMU takes one nanosecond an instruction ({@code -icount shift=0}).
 */
final class InstructionMeter {

    private static final int ROUNDS = 200;
    private static final int DISCARD = 9;
    private static final int FIRST_PORT = 30_000;
    private static final int TEXT = 536;

    /** The boards have eight half-open entries. */
    private static final int UNTIL_FLOOD = 30;

    private static final Pattern METER = Pattern.compile("meter (\\d+) (\\d+)\r?\n");

    private final EmulatedBoard board;
    private final CraftedPeer peer;
    private int frames = -1;
    private long awake;

    /** A board that has started, and its peer. */
    InstructionMeter(EmulatedBoard board, CraftedPeer peer) throws IOException {
        this.board = board;
        this.peer = peer;
        spent(); // the start
    }

    /** An ICMP echo request of 56 octets, answered. */
    long echoes() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            peer.echoRequest(i, 56);
            each[i] = spent();
        }
        return median(each);
    }

    /** A SYN, answered. */
    long syns() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            peer.segment(FIRST_PORT + i, DISCARD, i, 0, CraftedPeer.SYN, new byte[0]);
            each[i] = spent();
            peer.awaitSequence();
            peer.segment(FIRST_PORT + i, DISCARD, i + 1, 0, CraftedPeer.RST, new byte[0]);
            spent();
        }
        return median(each);
    }

    /** A SYN and the ACK of its answer, accepted. */
    long handshakes() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            int port = FIRST_PORT + ROUNDS + i;
            peer.segment(port, DISCARD, i, 0, CraftedPeer.SYN, new byte[0]);
            each[i] = spent();
            int ack = peer.awaitSequence() + 1;
            peer.segment(port, DISCARD, i + 1, ack, CraftedPeer.ACK, new byte[0]);
            each[i] += spent();
            peer.segment(port, DISCARD, i + 1, ack, CraftedPeer.RST | CraftedPeer.ACK, new byte[0]);
            spent();
        }
        return median(each);
    }

    /** A segment of 536 octets, received and read; every second one is acknowledged. */
    long texts() throws IOException {
        int port = FIRST_PORT + 2 * ROUNDS;
        peer.segment(port, DISCARD, 0, 0, CraftedPeer.SYN, new byte[0]);
        spent();
        int ack = peer.awaitSequence() + 1;
        peer.segment(port, DISCARD, 1, ack, CraftedPeer.ACK, new byte[0]);
        spent();
        long[] pairs = new long[ROUNDS / 2]; // one of two is acknowledged
        for (int i = 0; i < ROUNDS; i++) {
            peer.segment(port, DISCARD, 1 + i * TEXT, ack, CraftedPeer.ACK, new byte[TEXT]);
            pairs[i / 2] += spent();
        }
        return median(pairs) / 2;
    }

    /** A SYN in flood mode, answered by a cookie. To be asked last: nobody completes these. */
    long cookies() throws IOException {
        long[] each = new long[ROUNDS];
        int port = FIRST_PORT + 3 * ROUNDS;
        for (int i = -UNTIL_FLOOD; i < ROUNDS; i++) {
            peer.segment(port + i, DISCARD, i, 0, CraftedPeer.SYN, new byte[0]);
            each[Math.max(0, i)] = spent();
        }
        return median(each);
    }

    /** A segment that is dropped after the look at its header: an RST for nothing. */
    long drops() throws IOException {
        long[] each = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            peer.segment(FIRST_PORT + i, DISCARD, i, 0, CraftedPeer.RST, new byte[0]);
            each[i] = spent();
        }
        return median(each);
    }

    /** A timer may fall into one round or other. */
    private static long median(long[] each) {
        Arrays.sort(each);
        return each[each.length / 2];
    }

    /**
     * Waits until the board sleeps again after one more frame; the instructions it was awake for.
     */
    private long spent() throws IOException {
        frames++;
        board.await("meter " + frames + " ");
        board.await("\n");
        Matcher line = METER.matcher(board.uart());
        long last = awake;
        while (line.find()) {
            if (Integer.parseInt(line.group(1)) <= frames) {
                awake = Long.parseLong(line.group(2));
            }
        }
        return awake - last;
    }
}
