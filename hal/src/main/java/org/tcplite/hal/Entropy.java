package org.tcplite.hal;

/**
 * The board's source of unpredictable bits. The stack draws 128 bits once, at its start, as the key
 * of its initial sequence numbers, ports and tables (RFC 6528); it keeps no further reference.
 */
public interface Entropy {

    /** The next 32 bits. */
    int next();

    /**
     * True if the bits come from a source made for the purpose: a hardware generator, or the seed
     * pool of an operating system. If false, the stack refuses to listen unless its configuration
     * says {@code allowWeakEntropy}.
     */
    boolean hardware();
}
