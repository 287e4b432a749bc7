package org.tcplite.tcp;

/** RFC 5681: one segment more in each round trip, half of the flight after a loss. */
final class NewReno extends CongestionLaw {

    @Override
    void grow(Tcb tcb, int octets, long nowNs) {
        tcb.bytesAcked += octets;
        if (tcb.bytesAcked >= tcb.cwnd) {
            tcb.bytesAcked -= tcb.cwnd;
            tcb.cwnd += tcb.sendMss;
        }
    }

    @Override
    int afterLoss(Tcb tcb, int flight) {
        return Math.max(flight >> 1, 2 * tcb.sendMss);
    }
}
