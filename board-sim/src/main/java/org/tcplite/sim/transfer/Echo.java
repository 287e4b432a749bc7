package org.tcplite.sim.transfer;

/** Random octets to a peer that sends them back, both ways at once. */
final class Echo extends RandomExchange {

    /** So many octets, drawn from a seed. */
    Echo(long total, long seed) {
        super(total, seed);
    }

    @Override
    void take(byte[] octets, int length) {
        countGot(octets, 0, length);
    }

    @Override
    String fault() {
        if (got() != sent()) {
            return got() + " octets came back of " + sent();
        }
        return gotDigest().equals(sentDigest()) ? null : "something else came back";
    }

    @Override
    String peerDigest() {
        return gotDigest();
    }
}
