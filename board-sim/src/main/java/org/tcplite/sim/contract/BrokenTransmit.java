package org.tcplite.sim.contract;

import java.util.function.LongConsumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.mac.ForwardingMac;

/** Broken in how they send. */
final class BrokenTransmit {

    private BrokenTransmit() {}

    static final class Leak extends ForwardingMac {
        private static final int LEAKED = 20;
        private int abandoned;

        Leak(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            if (abandoned == LEAKED) {
                abandoned = 0; // a reset of the ring, as a watchdog would do
                return false;
            }
            return super.txClaim(length);
        }

        @Override
        public void txAbandon() {
            abandoned++;
            super.txAbandon();
        }

        @Override
        public void txCommit(int length, int flags) {
            abandoned = 0;
            super.txCommit(length, flags);
        }
    }

    static final class OddOut extends ForwardingMac {
        OddOut(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void txCommit(int length, int flags) {
            if (length > MIN_FRAME && length % 4 == 1) {
                txBuffer()[txOffset() + length - 1] = 0;
            }
            super.txCommit(length, flags);
        }
    }

    static final class LeakyPadding extends ForwardingMac {
        LeakyPadding(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void txCommit(int length, int flags) {
            super.txCommit(Math.max(length, MIN_FRAME), flags);
        }
    }

    static final class OneTxBuffer extends ForwardingMac {
        private byte[] committed;
        private int offset;

        OneTxBuffer(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void txCommit(int length, int flags) {
            committed = txBuffer();
            offset = txOffset();
            super.txCommit(length, flags);
        }

        @Override
        public void txAbandon() {
            if (committed != null) {
                System.arraycopy(txBuffer(), txOffset(), committed, offset, MIN_FRAME);
            }
            super.txAbandon();
        }
    }

    static final class SendsAbandoned extends ForwardingMac {
        private static final int TYPE = 12;

        SendsAbandoned(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void txAbandon() {
            if (txBuffer()[txOffset() + TYPE] != 0) { // something was built
                super.txCommit(MIN_FRAME, 0);
            } else {
                super.txAbandon();
            }
        }
    }

    static final class DropsWhenFull extends ForwardingMac {
        private final byte[] nowhere = new byte[MAX_FRAME];
        private boolean full;

        DropsWhenFull(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            full = !super.txClaim(length);
            return true;
        }

        @Override
        public byte[] txBuffer() {
            return full ? nowhere : super.txBuffer();
        }

        @Override
        public int txOffset() {
            return full ? 0 : super.txOffset();
        }

        @Override
        public void txCommit(int length, int flags) {
            if (!full) {
                super.txCommit(length, flags);
            }
        }

        @Override
        public void txAbandon() {
            if (!full) {
                super.txAbandon();
            }
        }
    }

    static final class ThrowsWhenFull extends ForwardingMac {
        ThrowsWhenFull(EthernetMac mac) {
            super(mac);
        }

        @Override
        public boolean txClaim(int length) {
            if (!super.txClaim(length)) {
                throw new IllegalStateException("no descriptor");
            }
            return true;
        }
    }

    static final class FillsAll extends ForwardingMac {
        FillsAll(EthernetMac mac) {
            super(mac);
        }

        @Override
        public void txCommit(int length, int flags) {
            super.txCommit(length, flags | TX_CSUM_IP4 | TX_CSUM_TCP | TX_CSUM_ICMP);
        }
    }

    static final class WaitsForWire extends ForwardingMac {
        private static final long WIRE_NS = 20_000_000;
        private final LongConsumer spend;

        WaitsForWire(EthernetMac mac, LongConsumer spend) {
            super(mac);
            this.spend = spend;
        }

        @Override
        public void txCommit(int length, int flags) {
            super.txCommit(length, flags);
            spend.accept(WIRE_NS);
        }
    }
}
