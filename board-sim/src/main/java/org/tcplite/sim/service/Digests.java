package org.tcplite.sim.service;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One SHA-256 computation per slot, made at start; using them allocates nothing. */
final class Digests {

    /** Octets of a SHA-256 digest. */
    static final int LENGTH = 32;

    private final MessageDigest[] perSlot;
    private final byte[] result = new byte[LENGTH];

    Digests(int slots) {
        perSlot = new MessageDigest[slots];
        for (int slot = 0; slot < slots; slot++) {
            perSlot[slot] = sha256();
        }
    }

    /** Begins a computation. */
    void begin(int slot) {
        perSlot[slot].reset();
    }

    /** Adds octets to it. */
    void update(int slot, byte[] octets, int offset, int length) {
        perSlot[slot].update(octets, offset, length);
    }

    /** Ends it: writes the digest in hexadecimal digits and a newline. */
    void end(int slot, Text text) {
        try {
            perSlot[slot].digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 digests have 32 octets", e);
        }
        text.putHex(result, 0, LENGTH).put('\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
