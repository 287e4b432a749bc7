package org.tcplite.cortexm;

import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/** The C beneath: registers, interrupts, time, the emulator's console and exit status. */
@Include(value = "machine.h", isSystem = false)
final class Machine {

    /** {@link #fact}: octets of flash used. */
    static final int FLASH = 0;

    /** {@link #fact}: octets of initialised data. */
    static final int DATA = 1;

    /** {@link #fact}: octets of zeroed data. */
    static final int BSS = 2;

    /** {@link #fact}: octets set aside for the Java heap. */
    static final int JAVA_HEAP = 3;

    /** {@link #fact}: octets of it that are taken; constant once the board is ready. */
    static final int JAVA_HEAP_USED = 4;

    /** {@link #fact}: octets of descriptors and their buffers. */
    static final int DEVICES = 5;

    /** {@link #fact}: the most octets of stack used so far. */
    static final int STACK = 6;

    private Machine() {}

    /** Reads a 32-bit register; never left away, moved or repeated by the C compiler. */
    @Import(name = "machine_read")
    static native int read(int address);

    /** Writes a 32-bit register. */
    @Import(name = "machine_write")
    static native void write(int address, int value);

    /** All memory accesses before it are seen by devices before any after it (DMB). */
    @Import(name = "machine_barrier")
    static native void barrier();

    /** Takes memory that never moves, for descriptors and their buffers, aligned to 16. */
    @Import(name = "machine_device_memory")
    static native int deviceMemory(int octets);

    /** Copies out of device memory; the caller has compared lengths. */
    @Import(name = "machine_copy_from")
    static native void copyFrom(int address, byte[] array, int offset, int length);

    /** Copies into device memory; the caller has compared lengths. */
    @Import(name = "machine_copy_to")
    static native void copyTo(int address, byte[] array, int offset, int length);

    /** Reads words from a FIFO's one register into an array, the low octet first. */
    @Import(name = "machine_read_words")
    static native void readWords(int address, byte[] array, int offset, int words);

    /** Writes words from an array into a FIFO's one register. */
    @Import(name = "machine_write_words")
    static native void writeWords(int address, byte[] array, int offset, int words);

    /** The folded sum of {@link MachineOctets#sum}; the range has been checked. */
    @Import(name = "machine_sum")
    static native int sum(byte[] array, int offset, int length);

    /** The same while copying; the ranges have been checked. */
    @Import(name = "machine_copy_and_sum")
    static native int copyAndSum(byte[] from, int fromOffset, byte[] to, int toOffset, int length);

    /** A big-endian field; the range has been checked. */
    @Import(name = "machine_get16")
    static native int get16(byte[] array, int offset);

    /** Stores a big-endian field; the range has been checked. */
    @Import(name = "machine_put16")
    static native void put16(byte[] array, int offset, int value);

    /** A big-endian field; the range has been checked. */
    @Import(name = "machine_get32")
    static native int get32(byte[] array, int offset);

    /** Stores a big-endian field; the range has been checked. */
    @Import(name = "machine_put32")
    static native void put32(byte[] array, int offset, int value);

    /** Nanoseconds since reset, by the system tick and its counter. */
    @Import(name = "machine_nanos")
    static native long nanos();

    /** The interrupt that ends {@link #waitUntil}, by its number at the NVIC. */
    @Import(name = "machine_use_interrupt")
    static native void useInterrupt(int irq);

    /** Sleeps (WFI) until a time, an interrupt or a {@link #signal}. */
    @Import(name = "machine_wait_until")
    static native void waitUntil(long deadlineNs);

    /** Ends the present or next {@link #waitUntil}. */
    @Import(name = "machine_signal")
    static native void signal();

    /** Whether the interrupt came since this was asked last. */
    @Import(name = "machine_interrupted")
    static native boolean interrupted();

    /** Nanoseconds spent in {@link #waitUntil} so far. */
    @Import(name = "machine_asleep")
    static native long asleep();

    /** Writes an octet to the UART. */
    @Import(name = "machine_put")
    static native void put(int octet);

    /** Ends the emulator with this exit status. */
    @Import(name = "machine_exit")
    static native void exit(int status);

    /** Stops the board as an index beyond an array does. */
    @Import(name = "machine_out_of_bounds")
    static native void outOfBounds();

    /** Character {@code index} of the boot options, or -1 behind their end. */
    @Import(name = "machine_option")
    static native int option(int index);

    /** Character {@code index} of the line that says what this image was made from, or -1. */
    @Import(name = "machine_identity")
    static native int identity(int index);

    /** A figure of the image's memory, by its constant above. */
    @Import(name = "machine_fact")
    static native int fact(int id);
}
