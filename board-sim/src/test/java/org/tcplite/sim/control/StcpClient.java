package org.tcplite.sim.control;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The tester's end of the protocol, in Java, for tests. */
final class StcpClient implements AutoCloseable {

    /** What came back. */
    record Reply(int verb, int tag, long nowUs, int result, byte[] payload) {
        ByteBuffer buffer() {
            return ByteBuffer.wrap(payload);
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** Arguments of a request. */
    static final class Request extends ByteArrayOutputStream {
        private final DataOutputStream data = new DataOutputStream(this);

        Request u8(int value) throws IOException {
            data.writeByte(value);
            return this;
        }

        Request u16(int value) throws IOException {
            data.writeShort(value);
            return this;
        }

        Request i32(int value) throws IOException {
            data.writeInt(value);
            return this;
        }

        Request i64(long value) throws IOException {
            data.writeLong(value);
            return this;
        }

        Request octets(byte[] value) throws IOException {
            data.write(value);
            return this;
        }

        Request address(int host, int port) throws IOException {
            return u8(4).u16(port).i32(host);
        }
    }

    private final SocketChannel channel;
    private final DataInputStream in;
    private int tag;

    /** The tester's time, sent with each request. */
    long nowUs;

    StcpClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    static Request request() {
        return new Request();
    }

    Reply call(int verb, Request arguments) throws IOException {
        byte[] octets = arguments.toByteArray();
        Request message = request().i32(12 + octets.length).u8(verb).u8(0).u16(++tag & 0xffff);
        raw(message.i64(nowUs).octets(octets).toByteArray());
        return reply();
    }

    int result(int verb, Request arguments) throws IOException {
        return call(verb, arguments).result();
    }

    void raw(byte[] octets) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    Reply reply() throws IOException {
        byte[] octets = new byte[in.readInt()];
        in.readFully(octets);
        ByteBuffer reply = ByteBuffer.wrap(octets);
        int verb = reply.get() & 0xff;
        if (reply.get() != 0) {
            throw new InterruptedIOException("the octet after the verb is not 0");
        }
        int replyTag = reply.getShort() & 0xffff;
        long now = reply.getLong();
        int result = reply.getInt();
        byte[] payload = new byte[reply.remaining()];
        reply.get(payload);
        return new Reply(verb, replyTag, now, result, payload);
    }

    /** True if the server has closed the connection. */
    boolean isCut() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    // ---- verbs

    Reply hello(int address) throws IOException {
        return hello(0, 1, address);
    }

    Reply hello(int clock, int link, int address) throws IOException {
        Request request = request().u16(1).u8(clock).u8(link).i32(address).u8(24);
        return call(Verb.HELLO, request.i32(0).u16(1500));
    }

    int socket() throws IOException {
        return result(Verb.SOCKET, request().u8(4).u8(1));
    }

    int bind(int handle, int host, int port) throws IOException {
        return result(Verb.BIND, request().i32(handle).address(host, port));
    }

    int listen(int handle, int backlog) throws IOException {
        return result(Verb.LISTEN, request().i32(handle).i32(backlog));
    }

    int listener(int port) throws IOException {
        int handle = socket();
        bind(handle, 0, port);
        int result = listen(handle, 8);
        return result < 0 ? result : handle;
    }

    int connect(int handle, int host, int port) throws IOException {
        return result(Verb.CONNECT, request().i32(handle).address(host, port));
    }

    Reply on(int verb, int handle) throws IOException {
        return call(verb, request().i32(handle));
    }

    int send(int handle, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return result(Verb.SEND, request().i32(handle).i32(0).octets(octets));
    }

    Reply receive(int handle, int flags, int max) throws IOException {
        return call(Verb.RECV, request().i32(handle).i32(flags).i32(max));
    }

    int shutdown(int handle, int how) throws IOException {
        return result(Verb.SHUTDOWN, request().i32(handle).i32(how));
    }

    int setOption(int handle, int level, int name, int... values) throws IOException {
        Request request = request().i32(handle).i32(level).i32(name).i32(values[0]);
        return result(Verb.SETOPT, request.i32(values.length > 1 ? values[1] : 0));
    }

    Reply getOption(int handle, int level, int name) throws IOException {
        return call(Verb.GETOPT, request().i32(handle).i32(level).i32(name));
    }

    int frameIn(byte[] frame) throws IOException {
        return result(Verb.FRAME_IN, request().octets(frame));
    }

    /** The next frame sent, or null. */
    byte[] frameOut() throws IOException {
        Reply reply = call(Verb.FRAME_OUT, request());
        if (reply.result() == 0) {
            return null;
        }
        byte[] frame = new byte[reply.payload().length - 8];
        System.arraycopy(reply.payload(), 8, frame, 0, frame.length);
        return frame;
    }

    /** One step: to the target, or to the first timer before. */
    long advance(long targetUs) throws IOException {
        return call(Verb.ADVANCE, request().i64(targetUs)).nowUs();
    }
}
