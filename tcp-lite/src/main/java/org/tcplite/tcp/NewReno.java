package org.tcplite.tcp;

/**
 * RFC 5681: one segment more in each round trip, half of the flight after a loss, in whole
 * segments: a part of one cannot be sent, and would only put off the next segment's growth.
 */
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
        int segments = (int) (Ratio.of(flight >> 1, tcb.sendMss) >> Ratio.PLACES);
        return Math.max(2, segments) * tcb.sendMss;
    }
}
