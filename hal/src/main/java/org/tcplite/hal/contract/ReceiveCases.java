package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;

/** What the driver shows of frames the peer sends. */
final class ReceiveCases extends Cases {

    private static final int SIZES = 6;
    private static final int ADDRESSES = 3;
    private static final int JUDGED = PeerFrame.ICMP_BAD - PeerFrame.TCP + 1;
    private static final int HELD_FRAMES = 3;
    private static final int HELD_LENGTH = 200;
    private static final int HELD_POLLS = 30;
    private static final int HELD_NS = 20_000_000;
    private static final int BURST_BEYOND_RING = 8;
    private static final int MOST_FRAMES = 250;
    private static final int TIMED = 8;
    private static final int ALL_CHECKSUMS =
            EthernetMac.CAP_RX_CSUM_IP4
                    | EthernetMac.CAP_RX_CSUM_TCP
                    | EthernetMac.CAP_RX_CSUM_ICMP;

    private int received;
    private int lastIndex;
    private int heldSum;
    private int heldPolls;
    private long heldNs;
    private int status;
    private boolean judgedArrived;
    private long lossesBefore;

    ReceiveCases(Exchange exchange) {
        super(exchange);
    }

    @Override
    int rounds(int number) {
        switch (number) {
            case MacContract.SIZES_IN:
                return SIZES;
            case MacContract.ADDRESSES:
                return ADDRESSES;
            case MacContract.CHECKSUM_IN:
                return JUDGED;
            case MacContract.TIME:
                return TIMED;
            default:
                return 1;
        }
    }

    @Override
    int begin(int number, int round) {
        received = 0;
        lastIndex = -1;
        heldPolls = 0;
        judgedArrived = false;
        int least = EthernetMac.MIN_FRAME;
        switch (number) {
            case MacContract.SIZES_IN:
                return order(PeerFrame.PLAIN, 1, exchange.size(round));
            case MacContract.HOLD:
                return order(PeerFrame.PLAIN, HELD_FRAMES, HELD_LENGTH);
            case MacContract.REPLY:
                return order(PeerFrame.PLAIN, 1, HELD_LENGTH);
            case MacContract.BURST:
                lossesBefore = mac.counter(MacCounter.RX_OVER_ERRORS);
                int burst = Math.min(mac.rxDepth() + BURST_BEYOND_RING, MOST_FRAMES);
                exchange.lookAway();
                return order(PeerFrame.PLAIN, burst, least);
            case MacContract.WAKE_UP:
                if (!driver.has(EthernetMac.CAP_IRQ)) {
                    return notAsked("the MAC does not claim CAP_IRQ", 0);
                }
                exchange.waitForSignal();
                return order(PeerFrame.PLAIN, 1, least);
            case MacContract.LINK:
                return link();
            case MacContract.ADDRESSES:
                return order(round, round == PeerFrame.PLAIN ? 1 : 2, least);
            case MacContract.TOO_LONG:
                if (exchange.peerMaxFrame <= mac.maxFrame()) {
                    return notAsked("the peer's greatest frame is", exchange.peerMaxFrame);
                }
                return order(PeerFrame.TOO_LONG, 2, mac.maxFrame() + 1);
            case MacContract.CHECKSUM_IN:
            case MacContract.FRAGMENT:
                return checksums(number, round);
            default:
                return order(PeerFrame.PLAIN, 1, MacContract.TIMED_LENGTH);
        }
    }

    private int order(int kind, int count, int length) {
        exchange.order(kind, count, length);
        return GOOD;
    }

    private int link() {
        exchange.flap();
        return GOOD;
    }

    private int checksums(int number, int round) {
        if (!driver.has(ALL_CHECKSUMS)) {
            return notAsked("the MAC claims no receive checksum", 0);
        }
        lossesBefore = mac.counter(MacCounter.RX_CSUM_ERRORS);
        int kind = number == MacContract.FRAGMENT ? PeerFrame.FRAGMENT : PeerFrame.TCP + round;
        return order(kind, 2, EthernetMac.MIN_FRAME);
    }

    // ---- a frame

    @Override
    int arrived(int number, int round, int index, int length) {
        if (index < 0) {
            judgedArrived = true;
            status = mac.rxStatus();
            return TAKEN;
        }
        if (number == MacContract.HOLD && heldPolls > 0 && index == lastIndex) {
            return hold(length);
        }
        if (index <= lastIndex) {
            return bad("a frame came twice, or too late, index", index);
        }
        int is = isIntact(number, index, length);
        if (is != GOOD) {
            return is;
        }
        if (number == MacContract.REPLY) {
            return reply(index, length);
        }
        received++;
        lastIndex = index;
        if (number == MacContract.HOLD && received == 1) {
            heldSum = PeerFrame.digest(0, mac.rxBuffer(), mac.rxOffset(), length);
            heldNs = driver.clock.nanos();
            return hold(length);
        }
        return TAKEN;
    }

    /** The frame is as it was ordered. */
    private int isIntact(int number, int index, int length) {
        boolean last = index == exchange.ordered() - 1;
        boolean tooLong = number == MacContract.TOO_LONG && !last;
        if (length > mac.maxFrame()) {
            return bad("a frame is shown with a length beyond maxFrame()", length);
        }
        int truth =
                number == MacContract.TOO_LONG && last
                        ? EthernetMac.MIN_FRAME
                        : exchange.orderedLength();
        if (tooLong && (mac.rxStatus() & EthernetMac.RX_TRUNCATED) == 0) {
            return bad("a frame that was too long is shown as whole, with length", length);
        }
        if (!tooLong && length != truth) {
            return bad("a frame has another length than was sent, namely", length);
        }
        boolean good =
                PeerFrame.isData(mac.rxBuffer(), mac.rxOffset(), exchange.run, length, truth);
        return good ? GOOD : bad("a frame arrived changed, of length", length);
    }

    /** The same frame, seen again and again, has to stay as it was. */
    private int hold(int length) {
        heldPolls++;
        boolean same = length == HELD_LENGTH;
        if (!same || PeerFrame.digest(0, mac.rxBuffer(), mac.rxOffset(), length) != heldSum) {
            return bad("the head frame changed before it was released, at poll", heldPolls);
        }
        boolean longEnough = driver.clock.nanos() - heldNs > HELD_NS && heldPolls > HELD_POLLS;
        if (longEnough) {
            heldPolls = 0;
        }
        return longEnough ? TAKEN : HELD;
    }

    /** Sends the frame back while it is peeked; looks at it again afterwards. */
    private int reply(int index, int length) {
        if (!driver.claim(length)) {
            return HELD;
        }
        byte[] out = mac.txBuffer();
        int to = mac.txOffset();
        PeerFrame.fill(out, to, to + length, 0);
        System.arraycopy(mac.rxBuffer(), mac.rxOffset(), out, to, length);
        exchange.address(out, to);
        exchange.expect(out, to, length);
        boolean good =
                PeerFrame.isData(mac.rxBuffer(), mac.rxOffset(), exchange.run, length, length);
        driver.commit(length, 0);
        received++;
        lastIndex = index;
        return good
                ? TAKEN
                : bad("building a reply changed the frame it answers, of length", length);
    }

    // ---- the end of a round

    @Override
    int judge(int number, int round) {
        if (exchange.refused) {
            return notAsked("the peer cannot do that here", 0);
        }
        switch (number) {
            case MacContract.BURST:
                return judgeBurst();
            case MacContract.REPLY:
                return judgeReply();
            case MacContract.CHECKSUM_IN:
                return judgeChecksum(PeerFrame.TCP + round);
            case MacContract.FRAGMENT:
                return judgeFragment();
            case MacContract.LINK:
                return GOOD;
            case MacContract.ADDRESSES:
                boolean last = lastIndex == exchange.ordered() - 1;
                if (last && received == 1 && round == PeerFrame.BROADCAST) {
                    return missing("a broadcast did not arrive, frames", 1);
                }
                return last ? GOOD : missing("frames arrived", received);
            case MacContract.TOO_LONG:
                return lastIndex == 1 ? GOOD : missing("after a too long frame arrived", received);
            default:
                return received > 0
                        ? GOOD
                        : missing("no frame arrived of length", exchange.orderedLength());
        }
    }

    private int judgeBurst() {
        int sent = exchange.ordered();
        long losses = mac.counter(MacCounter.RX_OVER_ERRORS) - lossesBefore;
        if (received + losses == sent) {
            return GOOD;
        }
        return lossesBefore < 0
                ? missing("frames lost, and RX_OVER_ERRORS is not kept", sent - received)
                : missing(
                        "frames neither received nor in RX_OVER_ERRORS",
                        sent - received - (int) losses);
    }

    private int judgeReply() {
        if (received == 0) {
            return missing("no frame arrived of length", HELD_LENGTH);
        }
        if (!exchange.asked()) {
            exchange.ask();
            return HELD;
        }
        if (exchange.count != 1) {
            return missing("replies that reached the peer", exchange.count);
        }
        return exchange.sum == exchange.expectedSum()
                ? GOOD
                : bad("a reply built while a frame was peeked is wrong, of length", HELD_LENGTH);
    }

    private int judgeChecksum(int kind) {
        boolean icmp = kind >= PeerFrame.ICMP;
        int broken = icmp ? kind - PeerFrame.ICMP : kind - PeerFrame.TCP;
        int messageBit = icmp ? EthernetMac.CAP_RX_CSUM_ICMP : EthernetMac.CAP_RX_CSUM_TCP;
        boolean verifiesHeader = driver.has(EthernetMac.CAP_RX_CSUM_IP4);
        boolean verifiesMessage = driver.has(messageBit);
        boolean isBad = broken == 1 && verifiesHeader || broken == 2 && verifiesMessage;
        if (lastIndex != 1) {
            return missing("no frame arrived after one of kind", kind);
        }
        if (!judgedArrived) {
            long dropped = mac.counter(MacCounter.RX_CSUM_ERRORS) - lossesBefore;
            return isBad && dropped > 0
                    ? GOOD
                    : missing("a frame was dropped and not counted, of kind", kind);
        }
        boolean checked = (status & EthernetMac.RX_CSUM_CHECKED) != 0;
        boolean saysBad = checked && (status & EthernetMac.RX_CSUM_BAD) != 0;
        if (saysBad != isBad && (saysBad || checked)) {
            return bad("rxStatus() is not true of a frame of kind", kind);
        }
        if (broken == 0 && !checked && verifiesMessage) {
            return bad("rxStatus() does not say checked of a good frame of kind", kind);
        }
        return GOOD;
    }

    /** The segment's checksum covers more than this frame. */
    private int judgeFragment() {
        if (lastIndex != 1 || !judgedArrived) {
            return missing("fragments that arrived", judgedArrived ? 1 : 0);
        }
        boolean checked = (status & EthernetMac.RX_CSUM_CHECKED) != 0;
        return checked && driver.has(EthernetMac.CAP_RX_CSUM_TCP)
                ? bad("rxStatus() of a fragment says that its TCP checksum is checked", status)
                : GOOD;
    }
}
