package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;

/** What the peer sees of frames the driver sends. */
final class TransmitCases extends Cases {

    private static final int SIZES = 6;
    private static final int PADS = 3;
    private static final int DIRT = 0xa5;
    private static final int IN_FULL_RING = 200;
    private static final int MOST_FRAMES = 400;
    private static final int NEEDLESS_CALLS = 20;
    private static final int COUNTED = 5;
    private static final int TIMED = 8;

    private static final int ALL_CHECKSUMS =
            EthernetMac.CAP_TX_CSUM_IP4
                    | EthernetMac.CAP_TX_CSUM_TCP
                    | EthernetMac.CAP_TX_CSUM_ICMP;

    private final long[] counters = new long[MacCounter.COUNT];

    TransmitCases(Exchange exchange) {
        super(exchange);
    }

    @Override
    int rounds(int number) {
        switch (number) {
            case MacContract.SIZES_OUT:
                return SIZES;
            case MacContract.PADDING:
                return PADS;
            case MacContract.CHECKSUM_OUT:
                return 8; // TCP or ICMP, header filled or not, message filled or not
            default:
                return 1;
        }
    }

    @Override
    int begin(int number, int round) {
        int frames = 1;
        switch (number) {
            case MacContract.PADDING:
                if (!driver.has(EthernetMac.CAP_TX_PADS)) {
                    return notAsked("the MAC does not claim CAP_TX_PADS", 0);
                }
                break;
            case MacContract.ABANDON:
                return abandon();
            case MacContract.FULL_RING:
                frames = Math.min(mac.txDepth() + 4, MOST_FRAMES);
                break;
            case MacContract.CHECKSUM_OUT:
                if (!driver.has(ALL_CHECKSUMS)) {
                    return notAsked("the MAC claims no transmit checksum", 0);
                }
                if ((flags(round) & ~capableFlags()) != 0) {
                    return TAKEN; // nothing to do in this round
                }
                break;
            case MacContract.COUNTERS:
                frames = COUNTED;
                int error = readCounters();
                if (error != GOOD) {
                    return error;
                }
                break;
            case MacContract.TIME:
                driver.forgetTimes();
                frames = TIMED;
                break;
            default:
                break;
        }
        exchange.send(frames);
        return GOOD;
    }

    private int abandon() {
        exchange.send(1);
        for (int i = 0; i < 3; i++) {
            if (!driver.claim(EthernetMac.MIN_FRAME)) {
                return missing("no descriptor is free, claims given back", i);
            }
            exchange.address(mac.txBuffer(), mac.txOffset());
            PeerFrame.putData(
                    mac.txBuffer(), mac.txOffset(), exchange.run, i, EthernetMac.MIN_FRAME);
            driver.abandon();
        }
        return GOOD;
    }

    @Override
    int length(int number, int round) {
        switch (number) {
            case MacContract.SIZES_OUT:
                return exchange.size(round);
            case MacContract.PADDING:
                return PeerFrame.HEADER + 14 * round + (round & 1);
            case MacContract.FULL_RING:
                return IN_FULL_RING;
            case MacContract.CHECKSUM_OUT:
                return PeerFrame.IP_LENGTH;
            case MacContract.TIME:
                return MacContract.TIMED_LENGTH;
            default:
                return EthernetMac.MIN_FRAME;
        }
    }

    @Override
    int build(int number, int round, int index, byte[] frame, int at, int length) {
        if (number != MacContract.CHECKSUM_OUT) {
            return super.build(number, round, index, frame, at, length);
        }
        boolean icmp = isIcmp(round);
        int flags = flags(round);
        PeerFrame.putIp(frame, at, icmp, exchange.run);
        if ((flags & EthernetMac.TX_CSUM_IP4) != 0) {
            PeerFrame.fillHeaderChecksum(frame, at);
        }
        if ((flags & ~EthernetMac.TX_CSUM_IP4) != 0) {
            PeerFrame.fillChecksum(frame, at, icmp);
        }
        return flags;
    }

    private static boolean isIcmp(int round) {
        return (round & 4) != 0;
    }

    private static int flags(int round) {
        int header = (round & 1) != 0 ? EthernetMac.TX_CSUM_IP4 : 0;
        int message = isIcmp(round) ? EthernetMac.TX_CSUM_ICMP : EthernetMac.TX_CSUM_TCP;
        return (round & 2) != 0 ? header | message : header;
    }

    private int capableFlags() {
        int ip = driver.has(EthernetMac.CAP_TX_CSUM_IP4) ? EthernetMac.TX_CSUM_IP4 : 0;
        int tcp = driver.has(EthernetMac.CAP_TX_CSUM_TCP) ? EthernetMac.TX_CSUM_TCP : 0;
        int icmp = driver.has(EthernetMac.CAP_TX_CSUM_ICMP) ? EthernetMac.TX_CSUM_ICMP : 0;
        return ip | tcp | icmp;
    }

    @Override
    int beforeCommit(int number, int round, byte[] frame, int at, int length) {
        switch (number) {
            case MacContract.PADDING:
                PeerFrame.fill(frame, at + length, at + EthernetMac.MIN_FRAME, DIRT);
                return GOOD;
            case MacContract.CHECKSUM_OUT:
                PeerFrame.put16(frame, at + PeerFrame.IP_CHECKSUM_AT, 0);
                PeerFrame.put16(frame, at + PeerFrame.checksumAt(isIcmp(round)), 0);
                return GOOD;
            case MacContract.NEEDLESS_CALLS:
                return needlessCalls(frame, at, length);
            default:
                return GOOD;
        }
    }

    /** While a frame is half built, all the calls that ought to change nothing. */
    private int needlessCalls(byte[] frame, int at, int length) {
        int before = PeerFrame.digest(0, frame, at, length);
        for (int i = 0; i < NEEDLESS_CALLS; i++) {
            driver.poll();
            driver.linkState();
            mac.counter(MacCounter.RX_PACKETS);
        }
        boolean same = PeerFrame.digest(0, frame, at, length) == before;
        return same ? GOOD : bad("polls changed the claimed frame, calls made", NEEDLESS_CALLS);
    }

    @Override
    void committed(int number) {
        if (number == MacContract.COMMITTED && driver.claim(EthernetMac.MIN_FRAME)) {
            int at = mac.txOffset();
            PeerFrame.fill(mac.txBuffer(), at, at + EthernetMac.MIN_FRAME, DIRT);
            driver.abandon();
        }
    }

    @Override
    int judge(int number, int round) {
        int length = length(number, round);
        if (exchange.count < exchange.sent()) {
            return missing("frames did not reach the peer, of length", length);
        }
        if (exchange.count > exchange.sent()) {
            return bad("the peer got more frames than were sent, namely", exchange.count);
        }
        if (exchange.sum != exchange.expectedSum()) {
            return number == MacContract.CHECKSUM_OUT
                    ? bad("not those checksums are filled that the flags ask for", flags(round))
                    : bad("the peer did not get what was sent, of length", length);
        }
        return number == MacContract.COUNTERS ? judgeCounters() : GOOD;
    }

    private int readCounters() {
        for (int id = 0; id < MacCounter.COUNT; id++) {
            counters[id] = mac.counter(id);
            if (counters[id] < -1 || mac.counter(id) < counters[id]) {
                return bad("reading a counter changes it, id", id);
            }
        }
        return GOOD;
    }

    private int judgeCounters() {
        for (int id = 0; id < MacCounter.COUNT; id++) {
            long before = counters[id];
            long now = mac.counter(id);
            if (now < before || before < 0 && now >= 0) {
                return bad("a counter went back, or appeared, id", id);
            }
            if (before >= 0 && now - before < leastIncrease(id)) {
                return bad("a counter did not count what was sent and received, id", id);
            }
        }
        return GOOD;
    }

    private static int leastIncrease(int id) {
        switch (id) {
            case MacCounter.TX_PACKETS:
                return COUNTED;
            case MacCounter.TX_BYTES:
                return COUNTED * EthernetMac.MIN_FRAME;
            case MacCounter.RX_PACKETS:
                return 1; // the report
            case MacCounter.RX_BYTES:
                return EthernetMac.MIN_FRAME;
            default:
                return 0;
        }
    }
}
