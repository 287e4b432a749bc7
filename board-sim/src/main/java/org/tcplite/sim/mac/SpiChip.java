package org.tcplite.sim.mac;

import java.util.function.LongConsumer;
import org.tcplite.hal.MacCounter;

/**
 * An Ethernet controller on an SPI bus after the pattern of Microchip's ENC28J60: 8 KiB of memory
 * reached through pointers that go on by themselves, control registers in banks, one frame to be
 * sent at a time.
 *
 * <p>Received frames lie in a ring of that memory, each behind a pointer to the next and a status
 * vector; a packet counter says how many. A frame to be sent lies behind a control octet. Every
 * operation is an opcode octet, an operand, and while the chip stays selected, data; each octet
 * takes its time on the bus.
 *
 * <p>Wire and memory limits are those of a {@link SimulatedDmaMac}. A frame is laid into the ring
 * when it gets to its head, and its memory is free again when the packet counter is decremented,
 * not already when the read pointer moves. Misuse is an {@link IllegalStateException}.
 */
final class SpiChip implements SpiDriver.SpiBus {

    private static final int CHECK_SEQUENCE = 4;

    private final SimulatedDmaMac port;
    private final long nsPerOctet;
    private final LongConsumer spend;
    private final byte[] memory = new byte[SpiDriver.MEMORY];
    private final int[] registers = new int[4 * 32];

    private boolean opcodeKnown;
    private int opcode;
    private int argument;
    private long octetsInSelect;

    private int rxWrite;
    private boolean headLaid;
    private long committed;
    private long overrunsRead;

    /**
     * A chip behind a port.
     *
     * @param nsPerOctet the time an octet takes on the bus; 0 for none
     * @param spend lets that time pass
     */
    SpiChip(SimulatedDmaMac port, long nsPerOctet, LongConsumer spend) {
        this.port = port;
        this.nsPerOctet = nsPerOctet;
        this.spend = spend;
    }

    // ---- the bus

    @Override
    public void select(boolean on) {
        opcodeKnown = false;
        if (!on && nsPerOctet > 0) {
            spend.accept(octetsInSelect * nsPerOctet);
        }
        octetsInSelect = 0;
    }

    @Override
    public int transfer(int out) {
        octetsInSelect++;
        if (!opcodeKnown) {
            opcodeKnown = true;
            opcode = out & 0xe0;
            argument = out & 0x1f;
            return 0;
        }
        switch (opcode) {
            case SpiDriver.READ_REGISTER:
                return read(argument);
            case SpiDriver.WRITE_REGISTER:
                write(argument, out);
                return 0;
            case SpiDriver.SET_BITS:
                write(argument, register(argument) | out);
                return 0;
            case SpiDriver.CLEAR_BITS:
                write(argument, register(argument) & ~out);
                return 0;
            case SpiDriver.READ_MEMORY:
                return readMemory();
            case SpiDriver.WRITE_MEMORY:
                memory[pointer(SpiDriver.EWRPTL)] = (byte) out;
                setPointer(SpiDriver.EWRPTL, pointer(SpiDriver.EWRPTL) + 1 & SpiDriver.MEMORY - 1);
                return 0;
            default:
                throw new IllegalStateException("opcode " + opcode + " is not known");
        }
    }

    // ---- registers

    /** Those from 0x1b on are the same in every bank. */
    private int indexOf(int number) {
        int bank = registers[SpiDriver.ECON1] & SpiDriver.BANK_MASK;
        return number >= SpiDriver.EIE ? number : bank << 5 | number;
    }

    private int register(int number) {
        return number == SpiDriver.ECON1 ? control() : registers[indexOf(number)];
    }

    /** The request to send ends when the frame has left. */
    private int control() {
        if (port.framesGone() >= committed) {
            registers[SpiDriver.ECON1] &= ~SpiDriver.TXRTS;
        }
        return registers[SpiDriver.ECON1];
    }

    private int read(int number) {
        int index = indexOf(number);
        switch (index) {
            case 1 << 5 | SpiDriver.EPKTCNT:
                return Math.min(port.framesReceived(), 0xff);
            case 2 << 5 | SpiDriver.PHY_STATUS:
                return port.linkState();
            case 2 << 5 | SpiDriver.RX_DROPPED:
                long overruns = port.counter(MacCounter.RX_OVER_ERRORS);
                int news = (int) Math.min(overruns - overrunsRead, 0xff);
                overrunsRead += news;
                return news;
            case 3 << 5 | SpiDriver.EREVID:
                return SpiDriver.REVISION;
            default:
                return register(number);
        }
    }

    private void write(int number, int value) {
        int before = register(number);
        int index = indexOf(number);
        boolean sends = number == SpiDriver.ECON1 && (value & ~before & SpiDriver.TXRTS) != 0;
        if (number == SpiDriver.ECON2 && (value & SpiDriver.PKTDEC) != 0) {
            decrementPackets();
            return; // the bit falls back by itself
        }
        registers[index] = value & 0xff;
        if (sends) {
            send();
        } else if (number == SpiDriver.EIE && (value & SpiDriver.TXIE) != 0) {
            port.wakeWhenTransmitted();
        }
    }

    private int pointer(int low) {
        return registers[low] | registers[low + 1] << 8;
    }

    private void setPointer(int low, int value) {
        registers[low] = value & 0xff;
        registers[low + 1] = value >>> 8;
    }

    // ---- receive

    private int readMemory() {
        layHead();
        int at = pointer(SpiDriver.ERDPTL);
        setPointer(SpiDriver.ERDPTL, afterInRing(at, 1));
        return memory[at] & 0xff;
    }

    /** Within the ring the read pointer wraps from the last octet to the first. */
    private static int afterInRing(int at, int octets) {
        int next = at + octets;
        return next > SpiDriver.RX_END ? next - (SpiDriver.RX_END + 1) : next;
    }

    /** Pointer to the next frame, status vector, frame, check sequence; to an even address. */
    private void layHead() {
        int length = headLaid ? 0 : port.rxPoll();
        if (length == 0) {
            return;
        }
        headLaid = true;
        int withCheck = length + CHECK_SEQUENCE;
        int next = afterInRing(rxWrite, SpiDriver.RX_HEADER + withCheck + (withCheck & 1));
        int at = lay(rxWrite, next);
        at = lay(at, next >>> 8);
        at = lay(at, withCheck);
        at = lay(at, withCheck >>> 8);
        at = lay(at, port.rxStatus());
        at = lay(at, SpiDriver.RECEIVED_OK);
        byte[] octets = port.rxBuffer();
        int from = port.rxOffset();
        for (int i = 0; i < length; i++) {
            at = lay(at, octets[from + i]);
        }
        rxWrite = next;
    }

    private int lay(int at, int octet) {
        memory[at] = (byte) octet;
        return afterInRing(at, 1);
    }

    private void decrementPackets() {
        layHead(); // if nobody has read it, the ring goes on all the same
        if (!headLaid) {
            throw new IllegalStateException("the packet counter is decremented below 0");
        }
        headLaid = false;
        port.rxRelease();
    }

    // ---- transmit

    private void send() {
        int first = pointer(SpiDriver.ETXSTL) + 1;
        int length = pointer(SpiDriver.ETXNDL) - first + 1;
        if (length < 14 || !port.txClaim(Math.max(length, 60))) {
            throw new IllegalStateException("a frame of " + length + " octets cannot be sent");
        }
        System.arraycopy(memory, first, port.txBuffer(), port.txOffset(), length);
        committed = port.framesGone() + 1;
        port.txCommit(length, memory[first - 1] & 0x7);
    }
}
