package org.tcplite.script;

/**
 * Where a run stands in sequence space. Our initial sequence numbers follow a clock of 4096 ns (RFC
 * 6528), so another start of the clock moves them.
 */
record Placement(int peerIsn, long startNs) {

    private static final long TICK_NS = 4096;

    static Placement plain(ScriptOptions options) {
        int peerIsn = options.peerIsn != null ? options.peerIsn : Script.PEER_ISN;
        return new Placement(peerIsn, TICK_NS << 20);
    }

    /**
     * @param iss what our first initial sequence number is in this placement, null if there was
     *     none
     */
    Placement moved(Integer iss, int wanted, int newPeerIsn) {
        long ticks = iss == null ? 0 : wanted - iss & 0xffffffffL;
        return new Placement(newPeerIsn, startNs + ticks * TICK_NS);
    }
}
