package org.tcplite.sim.flood;

import java.util.Locale;
import org.tcplite.tcp.TcpConfig;

/** What the victim does about SYNs that nobody completes. */
public enum Defence {
    /** The stack as it is: a table of half-open entries, SYN cookies when it is full. */
    COOKIES,

    /** The table alone: what finds no entry is dropped. */
    QUEUE,

    /**
     * Every SYN takes a connection slot until its handshake is complete or 63 s have passed, as in
     * stacks without a table: {@link SlotPerSynMac} turns away SYNs that find no slot.
     */
    SLOTS;

    /**
     * Half-open connections that the stack itself can hold where slots are the limit: so many that
     * no entry's life is shortened and hardly a bucket runs full.
     */
    private static final int AMPLE = 1024;

    void configure(TcpConfig config) {
        config.synCookies = this == COOKIES;
        if (this == SLOTS) {
            config.synQueue = AMPLE;
            config.reclaimSlots = false;
        }
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
