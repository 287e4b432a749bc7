package org.tcplite.sim.mac;

import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.MacCounter;

/**
 * The registers of an Ethernet controller after the pattern of SMSC's LAN9118: frames go in and out
 * of FIFOs, a 32-bit word at a time, little-endian.
 *
 * <p>A received frame is a word in the <b>status FIFO</b> (length with check sequence, marks) and
 * its octets in the <b>data FIFO</b>, check sequence included, in whole words. A frame to be sent
 * is two <b>command words</b> and its octets in whole words; when it has left, a word in the
 * transmit status FIFO says so, and has to be read: a driver that does not is stopped by the full
 * FIFO.
 *
 * <p>The data FIFOs, their limits in octets, and the wire are those of a {@link SimulatedDmaMac},
 * whose frames stay where they are until their last word was read. Misuse that would jam the real
 * chip is an {@link IllegalStateException}.
 */
final class FifoChip implements FifoDriver.Registers {

    private static final int ID = 0x0118_0001;
    private static final int CHECK_SEQUENCE = 4;
    private static final int STATUS_FIFO_WORDS = 128;

    private final SimulatedDmaMac port;

    private int rxNext;
    private int rxWords;
    private boolean statusTaken;

    private int commandA;
    private boolean haveA;
    private int txLength;
    private int txNext;
    private boolean sending;
    private long gonePopped;
    private long overrunsRead;

    FifoChip(SimulatedDmaMac port) {
        this.port = port;
    }

    @Override
    public int read(int register) {
        switch (register) {
            case FifoDriver.ID_REV:
                return ID;
            case FifoDriver.RX_FIFO_INF:
                return port.framesReceived() - (statusTaken ? 1 : 0);
            case FifoDriver.RX_STATUS_FIFO:
                return takeStatus();
            case FifoDriver.RX_DATA_FIFO:
                return takeWord();
            case FifoDriver.RX_DROP:
                long overruns = port.counter(MacCounter.RX_OVER_ERRORS);
                int news = (int) (overruns - overrunsRead);
                overrunsRead = overruns; // reading clears
                return news;
            case FifoDriver.TX_FIFO_INF:
                return txFifoInformation();
            case FifoDriver.TX_STATUS_FIFO:
                gonePopped++;
                return 0;
            case FifoDriver.PHY_STATUS:
                return port.linkState();
            default:
                return statistic(register);
        }
    }

    /** Counters of what the MAC itself dropped; 32 bits, they wrap. */
    private int statistic(int register) {
        int id = register - FifoDriver.STATISTICS;
        switch (id) {
            case MacCounter.RX_LENGTH_ERRORS:
            case MacCounter.RX_CSUM_ERRORS:
            case MacCounter.RX_FILTERED:
            case MacCounter.TX_CARRIER_ERRORS:
                return (int) Math.max(0, port.counter(id));
            default:
                throw new IllegalStateException("register " + register + " cannot be read");
        }
    }

    @Override
    public void write(int register, int value) {
        switch (register) {
            case FifoDriver.RX_DP_CTRL:
                if (value == FifoDriver.FAST_FORWARD) {
                    endOfReceived();
                }
                break;
            case FifoDriver.INT_EN:
                if ((value & FifoDriver.TX_SPACE_INT) != 0) {
                    port.wakeWhenTransmitted();
                }
                break;
            case FifoDriver.TX_DATA_FIFO:
                giveWord(value);
                break;
            default:
                throw new IllegalStateException("register " + register + " cannot be written");
        }
    }

    // ---- receive

    private int takeStatus() {
        int length = port.rxPoll();
        if (length == 0 || statusTaken) {
            throw new IllegalStateException("the receive status FIFO is empty");
        }
        statusTaken = true;
        rxNext = 0;
        rxWords = (length + CHECK_SEQUENCE + 3) / 4;
        return length + CHECK_SEQUENCE << 16 | port.rxStatus();
    }

    private int takeWord() {
        if (!statusTaken) {
            throw new IllegalStateException("the receive data FIFO is read before the status");
        }
        int word = word(port.rxBuffer(), port.rxOffset() + rxNext, port.rxPoll() - rxNext);
        rxNext += 4;
        if (--rxWords == 0) {
            endOfReceived();
        }
        return word;
    }

    private void endOfReceived() {
        statusTaken = false;
        port.rxRelease();
    }

    /** The check sequence, which nobody computed, reads as zeros. */
    private static int word(byte[] octets, int at, int left) {
        int word = 0;
        for (int i = 0; i < Math.min(4, left); i++) {
            word |= (octets[at + i] & 0xff) << 8 * i;
        }
        return word;
    }

    // ---- transmit

    /** Status words that wait above, free octets of the data FIFO below. */
    private int txFifoInformation() {
        int waiting = (int) Math.min(port.framesGone() - gonePopped, STATUS_FIFO_WORDS);
        int free = waiting == STATUS_FIFO_WORDS ? 0 : port.transmitMemoryFree();
        return waiting << 16 | Math.min(free, 0xffff);
    }

    private void giveWord(int word) {
        if (!sending && !haveA) {
            commandA = word;
            haveA = true;
        } else if (!sending) {
            begin(word & 0x7ff);
        } else {
            byte[] octets = port.txBuffer();
            int at = port.txOffset();
            for (int i = 0; i < Math.min(4, txLength - txNext); i++) {
                octets[at + txNext + i] = (byte) (word >> 8 * i);
            }
            txNext += 4;
            if (txNext >= txLength) {
                sending = false;
                port.txCommit(txLength, commandA >>> FifoDriver.OFFLOAD_SHIFT);
            }
        }
    }

    private void begin(int length) {
        if ((commandA & 0x7ff) != length || length < 14) {
            throw new IllegalStateException("the transmit commands contradict each other");
        }
        if (!port.txClaim(Math.max(length, EthernetMac.MIN_FRAME))) {
            throw new IllegalStateException("the transmit data FIFO is overrun");
        }
        haveA = false;
        sending = true;
        txLength = length;
        txNext = 0;
    }
}
