package org.tcplite.sim.contract;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;
import org.tcplite.sim.mac.ForwardingMac;

/** Broken in what they say of themselves. */
final class BrokenIdentity {

    private BrokenIdentity() {}

    static final class LongAddress extends ForwardingMac {
        private static final int ADDRESS = 6;

        LongAddress(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void macAddress(byte[] destination, int offset) {
            super.macAddress(destination, offset);
            if (destination.length > offset + ADDRESS) {
                destination[offset + ADDRESS] = 0; // a word was written
            }
        }
    }

    static final class LatchedLink extends ForwardingMac {
        LatchedLink(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int linkState() {
            return LINK_UP | LINK_100;
        }
    }

    static final class ClearsCounters extends ForwardingMac {
        private long read;

        ClearsCounters(EthernetMac mac) {
            super(mac);
        }

        @Override
        public long counter(int id) {
            long value = super.counter(id);
            if (id != MacCounter.TX_PACKETS) {
                return value;
            }
            long news = value - read;
            read = value;
            return news;
        }
    }
}
