package org.tcplite.sim.contract;

import java.util.Arrays;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;

/** Broken in how they receive. */
final class BrokenReceive {

    /** Polls of one frame that only somebody makes who looks whether they change it. */
    private static final int OFTEN = 3;

    private static final int TYPE = 12;
    private static final int FRAGMENT_BITS = 20;

    private BrokenReceive() {}

    /** Knows which frame is peeked, and how often it was. */
    private abstract static class Watching extends ForwardingMac {
        int polls;

        Watching(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            polls = length == 0 ? 0 : polls + 1;
            return length;
        }

        @Override
        public void rxRelease() {
            polls = 0;
            super.rxRelease();
        }
    }

    static final class OddIn extends ForwardingMac {
        OddIn(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            if (length > MIN_FRAME && length % 4 == 1) {
                rxBuffer()[rxOffset() + length - 1] = 0;
            }
            return length;
        }
    }

    static final class PollClears extends ForwardingMac {
        private boolean claimed;

        PollClears(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            claimed = super.txClaim(length);
            return claimed;
        }

        @Override
        public void txCommit(int length, int flags) {
            claimed = false;
            super.txCommit(length, flags);
        }

        @Override
        public void txAbandon() {
            claimed = false;
            super.txAbandon();
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            if (length == 0 && claimed) {
                Arrays.fill(txBuffer(), txOffset(), txOffset() + MIN_FRAME, (byte) 0);
            }
            return length;
        }
    }

    static final class PollRefills extends Watching {
        PollRefills(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            if (polls == OFTEN) {
                rxBuffer()[rxOffset() + length - 1]++;
            }
            return length;
        }
    }

    static final class ShownAgain extends Watching {
        ShownAgain(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void rxRelease() {
            if (polls > OFTEN) {
                polls = 0;
            } else {
                super.rxRelease();
            }
        }
    }

    static final class SharedArray extends Watching {
        SharedArray(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            if (polls > 0) {
                int at = rxOffset() + length / 2;
                Arrays.fill(rxBuffer(), at, rxOffset() + length, (byte) 0);
            }
            return super.txClaim(length);
        }
    }

    static final class SilentOverrun extends ForwardingMac {
        private static final int BURST = 8;
        private int inARow;

        SilentOverrun(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            if (length == 0) {
                inARow = 0;
            } else if (inARow > BURST) {
                inARow = 0;
                super.rxRelease();
                length = super.rxPoll();
            }
            return length;
        }

        @Override
        public void rxRelease() {
            inARow++;
            super.rxRelease();
        }
    }

    static final class DeafToBroadcast extends ForwardingMac {
        DeafToBroadcast(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxPoll() {
            int length = super.rxPoll();
            while (length > 0 && (rxBuffer()[rxOffset()] & 1) != 0) {
                rxRelease();
                length = super.rxPoll();
            }
            return length;
        }
    }

    static final class TooLongShown extends ForwardingMac {
        TooLongShown(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int maxFrame() {
            return MAX_FRAME;
        }
    }

    static final class TooLongCut extends ForwardingMac {
        TooLongCut(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int maxFrame() {
            return MAX_FRAME;
        }

        @Override
        public int rxPoll() {
            return Math.min(super.rxPoll(), MAX_FRAME);
        }
    }

    static final class NeverBad extends ForwardingMac {
        NeverBad(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxStatus() {
            return super.rxStatus() & ~RX_CSUM_BAD;
        }
    }

    static final class FragmentChecked extends ForwardingMac {
        FragmentChecked(EthernetMac mac) {
            super(mac);
        }

        @Override
        public int rxStatus() {
            byte[] frame = rxBuffer();
            int at = rxOffset();
            boolean fragment = frame[at + TYPE] == 8 && (frame[at + FRAGMENT_BITS] & 0x20) != 0;
            return fragment ? RX_CSUM_CHECKED : super.rxStatus();
        }
    }
}
