package org.tcplite.sim.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What goes over a connection: octets to be written, octets that come, and whether all of it is as
 * it should be in the end.
 */
abstract class Exchange {

    /** {@link #next}: there is no more, now or later. */
    static final int END = -1;

    private final MessageDigest sentDigest = sha256();
    private final MessageDigest gotDigest = sha256();
    private long sent;
    private long got;

    /**
     * More to write.
     *
     * @param stopped the time for it is over
     * @return how many octets it is, 0 if there is nothing now, or {@link #END}
     */
    abstract int next(byte[] octets, boolean stopped);

    /** Octets have come. */
    abstract void take(byte[] octets, int length);

    /** True if nothing more is wanted of the peer. */
    boolean isComplete() {
        return false;
    }

    /** What is wrong at the end of the stream, in a few words, or null. */
    abstract String fault();

    /** Octets that count as the transfer's, written. */
    final long sent() {
        return sent;
    }

    /** Octets that count as the transfer's, read. */
    final long got() {
        return got;
    }

    final void countSent(byte[] octets, int length) {
        sentDigest.update(octets, 0, length);
        sent += length;
    }

    final void countGot(byte[] octets, int offset, int length) {
        gotDigest.update(octets, offset, length);
        got += length;
    }

    /** The SHA-256 of what was written, in hexadecimal digits. */
    final String sentDigest() {
        return hex(sentDigest);
    }

    /** The SHA-256 of what has come. */
    final String gotDigest() {
        return hex(gotDigest);
    }

    /** What the SHA-256 at the peer's end is: told by it, or known of what it serves. */
    abstract String peerDigest();

    /** The SHA-256 at our end. */
    abstract String ourDigest();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        try {
            MessageDigest copy = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(copy.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
    }
}
