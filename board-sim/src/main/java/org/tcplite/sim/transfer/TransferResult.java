package org.tcplite.sim.transfer;

import org.tcplite.sim.capture.TimeSequence;
import org.tcplite.tcp.Tcp;

/** What has come of a transfer, as plain fields; times are nanoseconds. */
public final class TransferResult {

    /** Which way it went. */
    public Direction direction;

    /** Octets that have arrived; with both ways at once, each way. */
    public long octets;

    /** Why it is no success, or null. */
    public String failure;

    /** From connect to the end. */
    public long elapsedNs;

    /** From connect to ESTABLISHED; 0 if it did not come to that. */
    public long connectNs;

    /** SHA-256 of what this end has sent, or for {@link Direction#IN} has got. */
    public String ourDigest;

    /** SHA-256 of the same at the peer. */
    public String peerDigest;

    /** The smoothed round trip of this end: least, last and most; 0 if not measured. */
    public long leastRttNs;

    /** See {@link #leastRttNs}. */
    public long lastRttNs;

    /** See {@link #leastRttNs}. */
    public long mostRttNs;

    /** What this end has counted. */
    public TransferEnd board;

    /** What the peer has counted; null if it is no board of this process. */
    public TransferEnd peer;

    /** The segments of the greater way, as they passed one end; null if nobody asked. */
    public TimeSequence sequence;

    /** Nothing has come of it yet. */
    public TransferResult() {}

    /** Collects what a client has to tell, and the counters of its stack. */
    public static TransferResult of(TransferClient client, Tcp tcp, long nowNs) {
        TransferResult result = new TransferResult();
        client.fill(result, nowNs);
        result.board = TransferEnd.of(tcp);
        return result;
    }

    /** The promise: both streams ended in good order and everything arrived as it was sent. */
    public boolean isKept() {
        return failure == null;
    }

    /** Octets one way, in bits a second of the whole time. */
    public double bitsPerSecond() {
        return elapsedNs == 0 ? 0 : octets * 8e9 / elapsedNs;
    }
}
