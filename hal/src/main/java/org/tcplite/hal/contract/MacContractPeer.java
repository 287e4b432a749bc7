package org.tcplite.hal.contract;

import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;

/**
 * The other end of the cable for a {@link MacContract}: says what it received, sends what it is
 * asked for. It answers whoever asks, remembers one run and one order, and never waits: a request
 * or an answer that gets lost is the asker's to repeat.
 *
 * <p>One frame in each direction is in its hands at a time; {@link #step} is bounded.
 */
public final class MacContractPeer {

    private static final int FRAMES_PER_STEP = 64;
    private static final int ADDRESS = 6;
    private static final int BROADCAST_OCTET = 0xff;

    /** A frame for its own address, but for the last octet, is for another station. */
    private static final int OTHER = 0x55;

    /** The report before a flap has to leave first. */
    private static final int BEFORE_FLAP_NS = 20_000_000;

    /** After a special frame, so that a driver with room for one can take it out. */
    private static final int GAP_NS = 10_000_000;

    private static final int FLAP_NS = 150_000_000;

    private final EthernetMac mac;
    private final Clock clock;
    private final PeerCable cable;
    private final byte[] own = new byte[ADDRESS];

    // What came in the present run.
    private int run = -1;
    private int count;
    private int sum;

    // What is still to be sent, and to whom.
    private final byte[] customer = new byte[ADDRESS];
    private int orderKind;
    private int orderRun;
    private int orderCount;
    private int orderLength;
    private int orderNext;
    private long orderDueNs;

    private boolean flapping;
    private boolean cableOut;
    private long flapNs;

    private long requests;

    /**
     * A peer behind a MAC that checks and fills no checksums, and whose greatest frame is best
     * longer than that of the driver under test.
     *
     * @param cable what pulls the cable
     */
    public MacContractPeer(EthernetMac mac, Clock clock, PeerCable cable) {
        this.mac = mac;
        this.clock = clock;
        this.cable = cable;
    }

    /**
     * Starts the MAC.
     *
     * @return 0, or a negative constant of {@link org.tcplite.hal.HalError}
     */
    public int start(Wakeup wakeup) {
        int error = mac.start(wakeup);
        mac.macAddress(own, 0);
        return error;
    }

    /** Requests understood so far. */
    public long requests() {
        return requests;
    }

    /**
     * Takes what came and sends what is due, at most 64 frames each.
     *
     * @return true if there is more to do at once
     */
    public boolean step() {
        flap();
        boolean moved = false;
        for (int i = 0; i < FRAMES_PER_STEP; i++) {
            int length = mac.rxPoll();
            if (length == 0) {
                break;
            }
            arrived(mac.rxBuffer(), mac.rxOffset(), length);
            mac.rxRelease();
            moved = true;
        }
        for (int i = 0; i < FRAMES_PER_STEP && orderNext < orderCount && sendNext(); i++) {
            moved = true;
        }
        return moved;
    }

    /** True while it wants to be called again soon although no frame came. */
    public boolean isBusy() {
        return flapping || orderNext < orderCount;
    }

    private void arrived(byte[] frame, int at, int length) {
        if (PeerFrame.isIp(frame, at, length)) {
            look(frame, at, length, PeerFrame.get16(frame, at + PeerFrame.IP_ID_AT));
        }
        if (!PeerFrame.isOurs(frame, at, length)) {
            return;
        }
        int itsRun = PeerFrame.get16(frame, at + PeerFrame.RUN_AT);
        int op = frame[at + PeerFrame.OP_AT];
        if (op == PeerFrame.DATA) {
            look(frame, at, length, itsRun);
        } else if (op == PeerFrame.ASK) {
            report(frame, at, itsRun, PeerFrame.DONE);
        } else if (op == PeerFrame.SEND) {
            order(frame, at, itsRun);
        } else if (op == PeerFrame.FLAP) {
            boolean can = flapping || cable.setCable(true);
            if (report(frame, at, itsRun, can ? PeerFrame.DONE : PeerFrame.REFUSED) && can) {
                flapNs = flapping ? flapNs : clock.nanos() + BEFORE_FLAP_NS;
                flapping = true;
            }
        }
    }

    private void look(byte[] frame, int at, int length, int itsRun) {
        if (itsRun != run) {
            run = itsRun;
            count = 0;
            sum = 0;
        }
        count++;
        sum = PeerFrame.digest(sum, frame, at, length);
    }

    private boolean report(byte[] request, int at, int itsRun, int kind) {
        requests++;
        if (!mac.txClaim(EthernetMac.MIN_FRAME)) {
            return false; // the asker will ask again
        }
        byte[] out = mac.txBuffer();
        int to = mac.txOffset();
        PeerFrame.putAddress(request, at + ADDRESS, out, to);
        PeerFrame.putAddress(own, 0, out, to + ADDRESS);
        int length = EthernetMac.MIN_FRAME;
        PeerFrame.putHeader(out, to, PeerFrame.REPORT, kind, itsRun, length);
        PeerFrame.put16(out, to + PeerFrame.COUNT_AT, itsRun == run ? count : 0);
        PeerFrame.put32(out, to + PeerFrame.SUM_AT, itsRun == run ? sum : 0);
        PeerFrame.put16(out, to + PeerFrame.LENGTH_AT, mac.maxFrame());
        mac.txCommit(length, 0);
        return true;
    }

    private void order(byte[] request, int at, int itsRun) {
        int length = PeerFrame.get16(request, at + PeerFrame.LENGTH_AT);
        if (length < EthernetMac.MIN_FRAME || length > mac.maxFrame()) {
            report(request, at, itsRun, PeerFrame.REFUSED);
            return;
        }
        requests++;
        PeerFrame.putAddress(request, at + ADDRESS, customer, 0);
        orderKind = request[at + PeerFrame.KIND_AT];
        orderCount = PeerFrame.get16(request, at + PeerFrame.COUNT_AT);
        orderLength = length;
        orderRun = itsRun;
        orderNext = 0;
        orderDueNs = clock.nanos();
    }

    /** Sends one frame of the order; false if it has to wait. */
    private boolean sendNext() {
        boolean special = orderKind != PeerFrame.PLAIN && orderNext < orderCount - 1;
        int kind = special ? orderKind : PeerFrame.PLAIN;
        boolean judged = kind >= PeerFrame.TCP;
        boolean after = !special && orderKind == PeerFrame.TOO_LONG;
        int length = after ? EthernetMac.MIN_FRAME : judged ? PeerFrame.IP_LENGTH : orderLength;
        if (orderDueNs - clock.nanos() > 0 || !mac.txClaim(length)) {
            return false;
        }
        byte[] out = mac.txBuffer();
        int to = mac.txOffset();
        PeerFrame.putAddress(customer, 0, out, to);
        PeerFrame.putAddress(own, 0, out, to + ADDRESS);
        if (kind == PeerFrame.BROADCAST) {
            PeerFrame.fill(out, to, to + ADDRESS, BROADCAST_OCTET);
        } else if (kind == PeerFrame.OTHER_STATION) {
            out[to + ADDRESS - 1] ^= OTHER;
        }
        if (judged) {
            PeerFrame.putJudged(out, to, kind, orderRun);
        } else {
            PeerFrame.putData(out, to, orderRun, orderNext, length);
        }
        mac.txCommit(length, 0);
        orderNext++;
        if (special) {
            orderDueNs = clock.nanos() + GAP_NS;
        }
        return true;
    }

    private void flap() {
        if (!flapping || flapNs - clock.nanos() > 0) {
            return;
        }
        cableOut = !cableOut;
        cable.setCable(!cableOut);
        flapNs = clock.nanos() + FLAP_NS;
        flapping = cableOut;
    }
}
