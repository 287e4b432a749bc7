package org.tcplite.sim.contract;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Wakeup;
import org.tcplite.sim.mac.ForwardingMac;

/** Broken in one of the three reasons to wake the board. */
final class BrokenWakeUps {

    private BrokenWakeUps() {}

    /** Looks at each signal of the MAC below before it goes on. */
    private abstract static class Filter extends ForwardingMac {
        /** The state at the last signal: a change is the reason for the next. */
        private int link;

        Filter(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int start(Wakeup wakeup) {
            link = linkState();
            return super.start(() -> pass(wakeup));
        }

        private void pass(Wakeup wakeup) {
            boolean isLink = link != linkState();
            link = linkState();
            if (passes(isLink)) {
                wakeup.signal();
            }
        }

        abstract boolean passes(boolean isLink);
    }

    static final class OnSpace extends Filter {
        private volatile boolean refused;

        OnSpace(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            refused = true; // before the claim: the wake-up may come at once
            boolean claimed = super.txClaim(length);
            refused = !claimed;
            return claimed;
        }

        @Override
        boolean passes(boolean isLink) {
            return isLink || !refused;
        }
    }

    static final class OnReceive extends Filter {
        private volatile boolean refused;

        OnReceive(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            refused = true;
            boolean claimed = super.txClaim(length);
            refused = !claimed;
            return claimed;
        }

        @Override
        boolean passes(boolean isLink) {
            return isLink || refused;
        }
    }

    static final class OnLink extends Filter {
        OnLink(EthernetMac mac) {
            super(mac);
        }

        @Override
        boolean passes(boolean isLink) {
            return !isLink;
        }
    }
}
