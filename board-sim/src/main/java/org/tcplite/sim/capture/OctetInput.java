package org.tcplite.sim.capture;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Numbers of a file whose order of octets shows while it is read. */
final class OctetInput implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private boolean bigEndian = true;
    private long position;

    OctetInput(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    void setBigEndian(boolean isBigEndian) {
        bigEndian = isBigEndian;
    }

    /** Octets read so far. */
    long position() {
        return position;
    }

    boolean isAtEnd() throws IOException {
        in.mark(1);
        boolean end = in.read() < 0;
        in.reset();
        return end;
    }

    int u8() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new CaptureFormatException("the file ends within a record, at octet " + position);
        }
        position++;
        return octet;
    }

    int u16() throws IOException {
        int first = u8();
        int second = u8();
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    /** 32 bits, to be read without their sign. */
    int u32() throws IOException {
        int first = u16();
        int second = u16();
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    long u64() throws IOException {
        long first = u32() & 0xffff_ffffL;
        long second = u32() & 0xffff_ffffL;
        return bigEndian ? first << 32 | second : second << 32 | first;
    }

    void read(byte[] into, int count) throws IOException {
        int got = in.readNBytes(into, 0, count);
        position += got;
        if (got < count) {
            u8(); // says that it ends here
        }
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                u8();
                skipped = 1;
            } else {
                position += skipped;
            }
            left -= skipped;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
