package org.tcplite.tcp;

/**
 * Proportional rate reduction (RFC 9937): in fast recovery the window falls to ssthresh in step
 * with what is delivered, so that neither a burst nor a silence of half a window comes of it. Works
 * on the Tcb's {@code prr...} fields; all quantities are octets.
 */
final class RateReduction {

    private RateReduction() {}

    /**
     * Recovery begins; ssthresh is set.
     *
     * @param flight RecoverFS: octets in flight before the acknowledgment that shows the loss, less
     *     those reported delivered by then
     */
    static void begin(Tcb tcb, int flight) {
        tcb.prrDelivered = 0;
        tcb.prrOut = 0;
        // rounded up, so that the sum of what may be sent reaches ssthresh
        tcb.prrRatio = (int) Math.min(1 << 20, Ratio.of(tcb.ssthresh, flight) + 1);
    }

    /**
     * An acknowledgment in recovery: sets cwnd to what is in flight and what may be sent now.
     *
     * @param delivered octets newly acknowledged or reported
     * @param safe it advances SND.UNA and shows no further loss
     */
    static void acknowledged(Tcb tcb, int delivered, boolean safe) {
        if (delivered <= 0 && tcb.prrOut != 0) {
            return;
        }
        tcb.prrDelivered += delivered;
        int inFlight = tcb.pipe();
        long send;
        if (inFlight > tcb.ssthresh) {
            send = ((long) tcb.prrDelivered * tcb.prrRatio >> Ratio.PLACES) - tcb.prrOut;
        } else {
            send = Math.max(tcb.prrDelivered - tcb.prrOut, delivered);
            if (safe) {
                send += tcb.sendMss;
            }
            send = Math.min(tcb.ssthresh - inFlight, send);
        }
        send = Math.max(send, tcb.prrOut == 0 ? tcb.sendMss : 0);
        tcb.cwnd = (int) Math.max(inFlight + send, tcb.sendMss);
    }
}
