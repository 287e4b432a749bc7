package org.tcplite.script;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/**
 * Just enough of a stack to test the runner without the real one: accepts one connection,
 * acknowledges all text at once, and repeats its SYN-ACK after a second. Calls it does not have
 * answer 0.
 */
final class FakeStack {

    static final int ISS = 5_000;

    private final WireSegment owed = new WireSegment();
    private int state = TcpState.LISTEN;
    private boolean owing;
    private int peerPort;
    private int rcvNxt;
    private byte[] received = {};
    private long synAckAtNs = Long.MAX_VALUE;

    /** A fault: the SYN-ACK is sent on this checksum. */
    boolean breaksChecksum;

    /** A fault: what is read is not what came. */
    boolean garbles;

    static Subject of(FakeStack fake) {
        return (Subject)
                Proxy.newProxyInstance(
                        Subject.class.getClassLoader(),
                        new Class<?>[] {Subject.class},
                        (proxy, method, arguments) -> fake.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return FakeStack.class
                    .getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .invoke(this, arguments);
        } catch (NoSuchMethodException e) {
            Class<?> type = method.getReturnType();
            return type == void.class ? null : type == long.class ? (Object) 0L : nothing(type);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object nothing(Class<?> type) {
        return type == boolean.class ? (Object) false : (Object) 0;
    }

    int listen(int port, int backlog) {
        return 1;
    }

    int accept(int listener) {
        return state == TcpState.ESTABLISHED ? 2 : -1;
    }

    int remoteAddressOf(int connection) {
        return Flow.REMOTE;
    }

    int remotePortOf(int connection) {
        return peerPort;
    }

    int localPortOf(int connection) {
        return 80;
    }

    int read(int connection, byte[] destination, int length, long nowNs) {
        if (received.length == 0) {
            return -1;
        }
        int n = Math.min(length, received.length);
        System.arraycopy(received, 0, destination, 0, n);
        destination[0] ^= (byte) (garbles ? 1 : 0);
        received = Arrays.copyOfRange(received, n, received.length);
        return n;
    }

    int segmentArrives(byte[] bytes, int source, int destination, int flags, long nowNs) {
        WireSegment s = WireSegment.decode(bytes, source, destination);
        if (s.has(Flags.SYN)) {
            peerPort = s.sourcePort;
            rcvNxt = s.seq + 1;
            state = TcpState.SYN_RECEIVED;
            synAckAtNs = nowNs + 1_000_000_000L;
            return Tcp.REPLY;
        }
        state = TcpState.ESTABLISHED;
        synAckAtNs = Long.MAX_VALUE;
        if (s.text.length > 0) {
            received = s.text;
            rcvNxt += s.text.length;
            owed.flags = Flags.ACK;
            owed.seq = ISS + 1;
            owed.options = new byte[0];
            owing = true;
        }
        return 0;
    }

    int emitReply(byte[] frame, int offset, long nowNs) {
        owed.flags = Flags.SYN | Flags.ACK;
        owed.seq = ISS;
        owed.options = new byte[] {2, 4, 1460 >> 8, (byte) 1460};
        int length = emit(0, frame, offset, 0, nowNs);
        frame[offset + 16] ^= (byte) (breaksChecksum ? 1 : 0);
        return length;
    }

    int nextOwing() {
        return owing ? 0 : Tcp.NONE;
    }

    int emit(int flow, byte[] frame, int offset, int limit, long nowNs) {
        owing = false;
        owed.sourcePort = 80;
        owed.destinationPort = peerPort;
        owed.ack = rcvNxt;
        owed.window = 2_048;
        byte[] bytes = owed.encode(Flow.LOCAL, Flow.REMOTE);
        System.arraycopy(bytes, 0, frame, offset, bytes.length);
        return bytes.length;
    }

    int localAddress(int flow) {
        return Flow.LOCAL;
    }

    int remoteAddress(int flow) {
        return Flow.REMOTE;
    }

    int fireTimers(long nowNs) {
        synAckAtNs = Long.MAX_VALUE;
        owing = true;
        return 1;
    }

    long nextDeadlineNs() {
        return synAckAtNs;
    }

    int statusRows() {
        return 1;
    }

    boolean status(int row, TcpStatus status, long nowNs) {
        status.kind = state == TcpState.LISTEN ? TcpStatus.LISTENER : TcpStatus.CONNECTION;
        status.state = state;
        status.localPort = 80;
        status.remoteAddress = Flow.REMOTE;
        status.remotePort = peerPort;
        status.sndUna = ISS + 1;
        status.sndNxt = ISS + 1;
        status.rcvNxt = rcvNxt;
        return true;
    }
}
