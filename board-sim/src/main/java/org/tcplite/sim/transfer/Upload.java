package org.tcplite.sim.transfer;

import java.nio.charset.StandardCharsets;

/** Random octets to a peer that answers their SHA-256 in hexadecimal digits and a newline. */
final class Upload extends RandomExchange {

    private static final int DIGITS = 64;

    private final StringBuilder answer = new StringBuilder();

    /** So many octets, drawn from a seed. */
    Upload(long total, long seed) {
        super(total, seed);
    }

    @Override
    void take(byte[] octets, int length) {
        int room = Math.min(length, 2 * DIGITS - answer.length());
        answer.append(new String(octets, 0, room, StandardCharsets.ISO_8859_1));
    }

    @Override
    String fault() {
        if (answer.isEmpty()) {
            return "the peer did not answer the SHA-256 of what it got";
        }
        return peerDigest().equals(sentDigest()) ? null : "the peer got something else";
    }

    @Override
    String peerDigest() {
        return answer.toString().strip();
    }
}
