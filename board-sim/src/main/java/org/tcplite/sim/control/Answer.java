package org.tcplite.sim.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The payload of a reply, as it grows; big-endian. */
final class Answer {

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    Answer u8(int value) {
        octets.write(value);
        return this;
    }

    Answer u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Answer i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    Answer i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    Answer text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Answer bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    Answer bytes(byte[] source, int offset, int length) {
        octets.write(source, offset, length);
        return this;
    }

    byte[] toByteArray() {
        return octets.toByteArray();
    }
}
