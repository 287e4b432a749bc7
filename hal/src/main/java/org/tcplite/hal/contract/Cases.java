package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;

/**
 * Some of the cases. A case has rounds; a round is one {@link Exchange} with the peer, begun by
 * {@link #begin} and judged by {@link #judge}, with a hand in it while it goes on.
 */
abstract class Cases {

    /** The round is good. */
    static final int GOOD = 0;

    /** The driver broke its contract. */
    static final int BAD = 1;

    /** Something did not come: the wire may have lost it, so the round is tried again. */
    static final int MISSING = 2;

    /** The question does not arise with this driver or this peer. */
    static final int NOT_ASKED = 3;

    /** {@link #arrived}: the frame may be released. */
    static final int TAKEN = 4;

    /** {@link #arrived}: the frame stays at the head. */
    static final int HELD = 5;

    final Exchange exchange;
    final Driver driver;
    final EthernetMac mac;

    /** What the last answer other than {@link #GOOD} was about. */
    String why = "";

    int value;

    Cases(Exchange exchange) {
        this.exchange = exchange;
        driver = exchange.driver;
        mac = driver.mac;
    }

    /** How many rounds the case has. */
    abstract int rounds(int number);

    /** Begins a round: {@link #GOOD} if an exchange was begun, or another answer at once. */
    abstract int begin(int number, int round);

    /** The exchange has come to its end: was the round good? */
    abstract int judge(int number, int round);

    /** The length of a frame to be sent. */
    int length(int number, int round) {
        return EthernetMac.MIN_FRAME;
    }

    /**
     * Writes what is to be on the wire, from the EtherType on.
     *
     * @return the flags to commit it with
     */
    int build(int number, int round, int index, byte[] frame, int at, int length) {
        PeerFrame.putData(frame, at, exchange.run, index, length);
        return 0;
    }

    /** Changes what was built into what is to be committed. */
    int beforeCommit(int number, int round, byte[] frame, int at, int length) {
        return GOOD;
    }

    /** A frame was committed. */
    void committed(int number) {}

    /**
     * A frame of this run is at the head: {@link #TAKEN}, {@link #HELD}, {@link #BAD}.
     *
     * @param index its index, or -1 for one that is judged for its checksums
     */
    int arrived(int number, int round, int index, int length) {
        return TAKEN;
    }

    final int bad(String what, int number) {
        why = what;
        value = number;
        return BAD;
    }

    final int missing(String what, int number) {
        why = what;
        value = number;
        return MISSING;
    }

    final int notAsked(String what, int number) {
        why = what;
        value = number;
        return NOT_ASKED;
    }
}
