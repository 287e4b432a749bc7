package org.tcplite.sim.flood;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.tcplite.hal.Idle;
import org.tcplite.sim.board.Application;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/**
 * Sends without end to the victim's SHA-256 service; when told to close, it ends its stream and
 * compares the answer with the digest of what it has sent.
 */
final class BulkFlow implements Application {

    private static final int SHA256_PORT = 5001;
    private static final int BLOCK = 16 * 1024;
    private static final int PIECE = 4096;

    private final Tcp tcp;
    private final MessageDigest digest;
    private final byte[] text = new byte[BLOCK + PIECE];
    private final byte[] answer = new byte[65];
    private int handle = TcpError.NOT_CONNECTED;
    private long written;
    private int read;
    private boolean closing;
    private boolean over;
    private boolean intact;

    BulkFlow(Tcp tcp, long seed) {
        this.tcp = tcp;
        new SplittableRandom(seed).nextBytes(text);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Octets the stack has taken: those acknowledged and a send ring full. */
    long written() {
        return written;
    }

    /** True if the connection has come to its end, a good or a bad one. */
    boolean isOver() {
        return over;
    }

    /** True if the answer said that the victim's program has read what this one has written. */
    boolean isIntact() {
        return intact;
    }

    @Override
    public void close(long nowNs) {
        closing = true;
        tcp.shutdownWrite(handle, nowNs);
    }

    @Override
    public boolean turn(long nowNs) {
        if (over) {
            return false;
        }
        if (handle == TcpError.NOT_CONNECTED) {
            handle = tcp.connect(Addresses.VICTIM, SHA256_PORT, 0, nowNs);
        }
        while (tcp.nextReady() != Tcp.NONE) {
            // there is only one
        }
        tcp.takeSignals(handle);
        int result = closing ? readAnswer(nowNs) : write(nowNs);
        if (result != TcpError.WOULD_BLOCK) {
            over = true;
            tcp.close(handle, nowNs);
        }
        return false;
    }

    private int write(long nowNs) {
        int n = 0;
        while (n >= 0) {
            int offset = (int) (written & BLOCK - 1);
            n = tcp.write(handle, text, offset, PIECE, nowNs);
            if (n > 0) {
                digest.update(text, offset, n);
                written += n;
            }
        }
        return n;
    }

    private int readAnswer(long nowNs) {
        while (read < answer.length) {
            int n = tcp.read(handle, answer, read, answer.length - read, nowNs);
            if (n < 0) {
                return n;
            }
            read += n;
        }
        String expected = HexFormat.of().formatHex(digest.digest()) + "\n";
        intact = Arrays.equals(answer, expected.getBytes(StandardCharsets.US_ASCII));
        return 0;
    }

    @Override
    public long nextDeadlineNs() {
        return handle == TcpError.NOT_CONNECTED ? 0 : Idle.FOREVER;
    }
}
