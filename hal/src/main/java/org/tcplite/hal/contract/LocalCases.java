package org.tcplite.hal.contract;

import org.tcplite.hal.EthernetMac;

/** What can be asked of a driver without anybody at the other end. */
final class LocalCases extends Cases {

    private static final int ADDRESS = 6;
    private static final int MARK = 0x6b;
    private static final int LEAST_MAX_FRAME = 590;
    private static final int ALL_CAPABILITIES =
            EthernetMac.CAP_RX_CSUM_IP4
                    | EthernetMac.CAP_RX_CSUM_TCP
                    | EthernetMac.CAP_RX_CSUM_ICMP
                    | EthernetMac.CAP_TX_CSUM_IP4
                    | EthernetMac.CAP_TX_CSUM_TCP
                    | EthernetMac.CAP_TX_CSUM_ICMP
                    | EthernetMac.CAP_TX_PADS
                    | EthernetMac.CAP_IRQ;
    private static final int MOST_CLAIMS = 200;

    private final byte[] address = new byte[ADDRESS + 2];

    LocalCases(Exchange exchange) {
        super(exchange);
    }

    @Override
    int rounds(int number) {
        return 1;
    }

    @Override
    int begin(int number, int round) {
        return number == MacContract.IDENTITY ? identity() : claims();
    }

    @Override
    int judge(int number, int round) {
        return GOOD;
    }

    private int identity() {
        int capabilities = mac.capabilities();
        if ((capabilities & ~ALL_CAPABILITIES) != 0) {
            return bad("capabilities() has bits that mean nothing", capabilities);
        }
        if (mac.maxFrame() < LEAST_MAX_FRAME) {
            return bad("maxFrame() is less than 590", mac.maxFrame());
        }
        if (mac.rxDepth() < 1 || mac.txDepth() < 1) {
            return bad("a depth is less than 1", Math.min(mac.rxDepth(), mac.txDepth()));
        }
        PeerFrame.fill(address, 0, address.length, MARK);
        mac.macAddress(address, 1);
        if (address[0] != MARK || address[ADDRESS + 1] != MARK) {
            return bad("macAddress() writes more than its octets", ADDRESS);
        }
        if ((address[1] & 1) != 0) {
            return bad("the station address is a group address, its first octet", address[1]);
        }
        if ((PeerFrame.get16(address, 1) | PeerFrame.get32(address, 3)) == 0) {
            return bad("the station address has only octets of value", 0);
        }
        int state = mac.linkState();
        boolean up = (state & EthernetMac.LINK_UP) != 0;
        int both = EthernetMac.LINK_100 | EthernetMac.LINK_1000;
        if (!up && state != 0 || (state & both) == both) {
            return bad("linkState() contradicts itself", state);
        }
        boolean same = capabilities == mac.capabilities() && mac.maxFrame() == mac.maxFrame();
        return same ? GOOD : bad("capabilities() or maxFrame() changed", mac.capabilities());
    }

    /** As many as there are descriptors and more: none may get lost. */
    private int claims() {
        int claims = Math.min(2 * mac.txDepth() + 2, MOST_CLAIMS);
        for (int i = 0; i < claims; i++) {
            int length = (i & 1) == 0 ? mac.maxFrame() : EthernetMac.MIN_FRAME;
            if (!driver.claim(length)) {
                return bad("abandoned claims are not free again, after", i);
            }
            int at = mac.txOffset();
            int room = mac.txBuffer().length - at;
            driver.abandon();
            if (at < 0 || room < length) {
                return bad("the transmit buffer has no room for a frame of", length);
            }
        }
        return GOOD;
    }
}
