package org.tcplite.sim.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.tcplite.hal.Wakeup;

/**
 * A bounded pipe between the board's loop, which never waits, and one thread of the desktop, which
 * may: for standard input and output. The loop's calls are those without {@code throws}.
 */
public final class HostPipe {

    private final byte[] ring;
    private final int mask;
    private final Wakeup loop;
    private long written;
    private long read;
    private boolean ended;
    private boolean broken;

    /**
     * A pipe.
     *
     * @param capacity octets, a power of two
     * @param loop signalled when the thread has moved something
     */
    public HostPipe(int capacity, Wakeup loop) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a pipe's capacity is a power of two");
        }
        ring = new byte[capacity];
        mask = capacity - 1;
        this.loop = loop;
    }

    /** The array of the pipe. */
    public byte[] array() {
        return ring;
    }

    /** Where the next octet to be read stands. */
    public synchronized int readOffset() {
        return (int) read & mask;
    }

    /** Octets that can be read from {@link #readOffset} on, up to the end of the array. */
    public synchronized int readable() {
        return (int) Math.min(written - read, ring.length - ((int) read & mask));
    }

    /** {@code count} octets have been read. */
    public synchronized void consume(int count) {
        read += count;
        notifyAll();
    }

    /** Where the next octet is to be written. */
    public synchronized int writeOffset() {
        return (int) written & mask;
    }

    /** Octets that can be written from {@link #writeOffset} on, up to the end of the array. */
    public synchronized int writable() {
        long free = ring.length - (written - read);
        return (int) Math.min(free, ring.length - ((int) written & mask));
    }

    /** {@code count} octets have been written. */
    public synchronized void commit(int count) {
        written += count;
        notifyAll();
    }

    /** Nothing more will be written. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Nobody reads, or nobody can write, any more. */
    public synchronized void breakOff() {
        broken = true;
        ended = true;
        notifyAll();
    }

    /** True once the writer has ended and everything has been read. */
    public synchronized boolean isFinished() {
        return ended && (written == read || broken);
    }

    /** True if the other end is gone. */
    public synchronized boolean isBroken() {
        return broken;
    }

    /** The desktop thread's life if the pipe leads to the board: reads to the end of the stream. */
    public void fillFrom(InputStream in) {
        try {
            for (; ; ) {
                int room = awaitWritable();
                int n = room == 0 ? -1 : in.read(ring, writeOffset(), room);
                if (n < 0) {
                    end();
                    return;
                }
                commit(n);
                loop.signal();
            }
        } catch (IOException e) {
            end();
        } finally {
            loop.signal();
        }
    }

    /** The desktop thread's life if the pipe leads away from the board. */
    public void drainTo(OutputStream out) {
        try {
            for (; ; ) {
                int there = awaitReadable();
                if (there == 0) {
                    return;
                }
                out.write(ring, readOffset(), there);
                if (there == readable()) {
                    out.flush();
                }
                consume(there);
                loop.signal();
            }
        } catch (IOException e) {
            breakOff();
        } finally {
            loop.signal();
        }
    }

    /** 0 if the pipe was broken off. */
    private synchronized int awaitWritable() throws IOException {
        try {
            while (writable() == 0 && !broken) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        return broken ? 0 : writable();
    }

    /** 0 at the end. */
    private synchronized int awaitReadable() throws IOException {
        try {
            while (readable() == 0 && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        return readable();
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException();
    }
}
