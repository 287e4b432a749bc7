package org.tcplite.sim.control;

import java.nio.ByteBuffer;

/** The arguments of one request, taken one after the other; too few or too many are EINVAL. */
final class Arguments {

    /** An IPv4 socket address. */
    static final class Address {
        final int host;
        final int port;

        Address(int host, int port) {
            this.host = host;
            this.port = port;
        }
    }

    private final ByteBuffer octets;

    Arguments(ByteBuffer octets) {
        this.octets = octets;
    }

    int u8() throws Refusal {
        need(1);
        return octets.get() & 0xff;
    }

    int u16() throws Refusal {
        need(2);
        return octets.getShort() & 0xffff;
    }

    int i32() throws Refusal {
        need(4);
        return octets.getInt();
    }

    /** 32 bits without sign; more than 2^31-1 is cut to that. */
    int u32() throws Refusal {
        int value = i32();
        return value < 0 ? Integer.MAX_VALUE : value;
    }

    long i64() throws Refusal {
        need(8);
        return octets.getLong();
    }

    /** Family, port, host; family 6 is EAFNOSUPPORT. */
    Address address() throws Refusal {
        int family = u8();
        if (family != 4) {
            throw new Refusal(family == 6 ? Errno.AFNOSUPPORT : Errno.INVAL);
        }
        int port = u16();
        return new Address(i32(), port);
    }

    /** All that is left. */
    byte[] rest() {
        byte[] rest = new byte[octets.remaining()];
        octets.get(rest);
        return rest;
    }

    /** Nothing more may follow. */
    void end() throws Refusal {
        if (octets.hasRemaining()) {
            throw new Refusal(Errno.INVAL);
        }
    }

    private void need(int count) throws Refusal {
        if (octets.remaining() < count) {
            throw new Refusal(Errno.INVAL);
        }
    }
}
