package org.tcplite.sim.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;
import org.tcplite.tcp.TcpStatus;

/** The tester's sockets, from one RESET to the next: Linux's habits over the calls of the stack. */
final class Sockets {

    private static final int FLAG_OOB = 1;
    private static final int FLAG_PEEK = 2;
    private static final int FIRST_PORT = 49_152;

    private static final int IN = 1;
    private static final int OUT = 4;
    private static final int ERR = 8;
    private static final int HUP = 16;
    private static final int RDHUP = 0x2000;

    private final ControlBoard board;
    private final Tcp tcp;
    private final VirtualClock clock;
    private final Map<Integer, Endpoint> open = new LinkedHashMap<>();
    private int lastHandle;
    private int nextPort = FIRST_PORT;

    Sockets(ControlBoard board, VirtualClock clock) {
        this.board = board;
        this.clock = clock;
        tcp = board.tcp();
    }

    int socket(int family, int type) {
        if (family != 4) {
            return family == 6 ? Errno.AFNOSUPPORT : Errno.INVAL;
        }
        if (type != 1) {
            return type == 2 ? Errno.SOCKTNOSUPPORT : Errno.INVAL;
        }
        return add(new Endpoint(new SocketOptions(board.config().tcp)));
    }

    private int add(Endpoint endpoint) {
        open.put(++lastHandle, endpoint);
        return lastHandle;
    }

    Endpoint endpoint(int handle) throws Refusal {
        Endpoint endpoint = open.get(handle);
        if (endpoint == null) {
            throw new Refusal(Errno.BADF);
        }
        return endpoint;
    }

    // ---- opening

    int bind(Endpoint endpoint, Arguments.Address address) {
        if (endpoint.phase != Endpoint.FRESH || endpoint.localPort != 0) {
            return Errno.INVAL;
        }
        if (address.host != 0 && address.host != board.config().address) {
            return Errno.ADDRNOTAVAIL;
        }
        if (address.port == 0) {
            endpoint.localPort = choosePort();
            return 0;
        }
        if (isPortTaken(endpoint, address.port)) {
            return Errno.ADDRINUSE;
        }
        endpoint.localPort = address.port;
        return 0;
    }

    private int choosePort() {
        int port = nextPort;
        while (isPortTaken(null, port)) {
            port = port == 65_535 ? FIRST_PORT : port + 1;
        }
        nextPort = port == 65_535 ? FIRST_PORT : port + 1;
        return port;
    }

    /** By another socket, or by what the stack still knows of one; SO_REUSEADDR as on Linux. */
    private boolean isPortTaken(Endpoint newcomer, int port) {
        boolean reuses = newcomer != null && newcomer.options.reuseAddress;
        for (Endpoint other : open.values()) {
            boolean yields = reuses && other.options.reuseAddress;
            if (other.localPort == port && (other.phase == Endpoint.LISTENING || !yields)) {
                return true;
            }
        }
        TcpStatus row = new TcpStatus();
        for (int i = 0; i < tcp.statusRows() && !reuses; i++) {
            if (tcp.status(i, row, now()) && row.localPort == port) {
                return true;
            }
        }
        return false;
    }

    int listen(Endpoint endpoint, int backlog) {
        int wanted = Math.max(1, backlog);
        if (endpoint.phase == Endpoint.LISTENING) {
            return Errno.of(tcp.setBacklog(endpoint.core, wanted));
        }
        if (endpoint.phase != Endpoint.FRESH) {
            return Errno.INVAL;
        }
        if (endpoint.localPort == 0) {
            endpoint.localPort = choosePort();
        }
        int listener = tcp.listen(endpoint.localPort, wanted);
        if (listener < 0) {
            return Errno.of(listener);
        }
        endpoint.core = listener;
        endpoint.options.applyBeforeSyn(tcp, listener, now());
        endpoint.phase = Endpoint.LISTENING;
        return 0;
    }

    int accept(Endpoint listener, Answer answer) {
        if (listener.phase != Endpoint.LISTENING) {
            return Errno.INVAL;
        }
        int connection = tcp.accept(listener.core);
        if (connection < 0) {
            return Errno.of(connection);
        }
        Endpoint endpoint = new Endpoint(listener.options.inherited());
        endpoint.phase = Endpoint.CONNECTED;
        endpoint.core = connection;
        endpoint.localPort = listener.localPort;
        endpoint.options.applyAll(tcp, connection, now());
        answer.u8(4).u16(tcp.remotePortOf(connection)).i32(tcp.remoteAddressOf(connection));
        return add(endpoint);
    }

    int connect(Endpoint endpoint, Arguments.Address address) {
        if (endpoint.phase == Endpoint.LISTENING || endpoint.phase == Endpoint.CONNECTED) {
            return Errno.ISCONN;
        }
        if (endpoint.phase == Endpoint.CONNECTING) {
            return outcome(endpoint);
        }
        int connection = tcp.connect(address.host, address.port, endpoint.localPort, now());
        if (connection < 0) {
            return Errno.of(connection);
        }
        endpoint.core = connection;
        endpoint.localPort = tcp.localPortOf(connection);
        endpoint.phase = Endpoint.CONNECTING;
        endpoint.isErrorTold = false;
        endpoint.options.applyBeforeSyn(tcp, connection, now());
        endpoint.options.applyAll(tcp, connection, now());
        return Errno.INPROGRESS;
    }

    /** A CONNECT after the first: still at it, done, or failed; then the socket is fresh again. */
    private int outcome(Endpoint endpoint) {
        int reason = tcp.endReason(endpoint.core);
        if (reason != 0) {
            int error = endpoint.isErrorTold ? Errno.CONNABORTED : Errno.of(reason);
            tcp.close(endpoint.core, now());
            endpoint.core = 0;
            endpoint.phase = Endpoint.FRESH;
            return error;
        }
        if (isOpening(endpoint)) {
            return Errno.ALREADY;
        }
        endpoint.phase = Endpoint.CONNECTED;
        return 0;
    }

    private boolean isOpening(Endpoint endpoint) {
        int state = tcp.state(endpoint.core);
        return state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
    }

    // ---- text

    int send(Endpoint endpoint, int flags, byte[] octets) {
        if ((flags & FLAG_OOB) != 0) {
            return Errno.OPNOTSUPP;
        }
        if (!endpoint.hasConnection()) {
            return Errno.PIPE;
        }
        int error = pendingError(endpoint);
        if (error != 0) {
            return error;
        }
        if (endpoint.isWriteShut || tcp.endReason(endpoint.core) != 0) {
            return Errno.PIPE;
        }
        return Errno.of(tcp.write(endpoint.core, octets, 0, octets.length, now()));
    }

    int receive(Endpoint endpoint, int flags, int max, Answer answer) {
        if ((flags & FLAG_OOB) != 0) {
            return Errno.OPNOTSUPP;
        }
        if (!endpoint.hasConnection()) {
            return Errno.NOTCONN;
        }
        boolean hasText = tcp.readable(endpoint.core) > 0; // an error waits until it is read
        int error = hasText ? 0 : pendingError(endpoint);
        if (error != 0 || !hasText && tcp.endReason(endpoint.core) != 0) {
            return error;
        }
        byte[] octets = new byte[Math.min(max, ControlSession.GREATEST_TEXT)];
        boolean peeks = (flags & FLAG_PEEK) != 0;
        int count =
                peeks
                        ? peek(endpoint.core, octets)
                        : tcp.read(endpoint.core, octets, 0, octets.length, now());
        if (count < 0) {
            boolean ends = count == TcpError.WOULD_BLOCK && endpoint.isReadShut;
            return ends ? 0 : Errno.of(count);
        }
        answer.bytes(octets, 0, count);
        return count;
    }

    /** Copies what can be read, across the ring's wrap, and leaves it there. */
    private int peek(int connection, byte[] octets) {
        int run = tcp.peek(connection);
        if (run < 0) {
            return run;
        }
        int count = Math.min(tcp.readable(connection), octets.length);
        int first = Math.min(run, count);
        byte[] ring = tcp.readArray();
        System.arraycopy(ring, tcp.readOffset(connection), octets, 0, first);
        int start = tcp.slotOf(connection) * board.config().tcp.receiveBuffer;
        System.arraycopy(ring, start, octets, first, count - first);
        return count;
    }

    /** Why the connection ended, the first time it is asked for; then 0. */
    private int pendingError(Endpoint endpoint) {
        int reason = endpoint.hasConnection() ? tcp.endReason(endpoint.core) : 0;
        if (reason == 0 || endpoint.isErrorTold) {
            return 0;
        }
        endpoint.isErrorTold = true;
        return Errno.of(reason);
    }

    // ---- closing

    int shutdown(Endpoint endpoint, int how) {
        if (how > 2) {
            return Errno.INVAL;
        }
        if (!endpoint.hasConnection() || tcp.endReason(endpoint.core) != 0) {
            return Errno.NOTCONN;
        }
        if (how != 0) {
            int error = tcp.shutdownWrite(endpoint.core, now());
            if (error != 0) {
                return Errno.of(error);
            }
            endpoint.isWriteShut = true;
        } else if (isOpening(endpoint)) {
            return Errno.NOTCONN;
        }
        endpoint.isReadShut |= how != 1;
        return 0;
    }

    int close(int handle) throws Refusal {
        Endpoint endpoint = endpoint(handle);
        open.remove(handle);
        if (endpoint.phase == Endpoint.FRESH) {
            return 0;
        }
        boolean aborts =
                endpoint.hasConnection()
                        && endpoint.options.lingers
                        && endpoint.options.lingerSeconds == 0;
        if (aborts) {
            tcp.abort(endpoint.core, now());
        } else {
            tcp.close(endpoint.core, now());
        }
        return 0;
    }

    // ---- options and questions

    int setOption(Endpoint endpoint, int option, int value, int value2) {
        int verdict = endpoint.options.set(option, value, value2);
        if (verdict == 0 && endpoint.hasConnection()) {
            endpoint.options.apply(option, tcp, endpoint.core, now());
        } else if (verdict == 0 && endpoint.phase == Endpoint.LISTENING) {
            endpoint.options.applyBeforeSyn(tcp, endpoint.core, now());
        }
        return verdict;
    }

    int getOption(Endpoint endpoint, int option, Answer answer) {
        if (option == SocketOptions.SO_ERROR) {
            answer.i32(-pendingError(endpoint));
            return 0;
        }
        if (endpoint.hasConnection()) {
            switch (option) {
                case SocketOptions.SO_SNDBUF:
                    answer.i32(tcp.sendBuffer(endpoint.core));
                    return 0;
                case SocketOptions.SO_RCVBUF:
                    answer.i32(tcp.receiveBuffer(endpoint.core));
                    return 0;
                case SocketOptions.TCP_MAXSEG:
                    answer.i32(status(endpoint).sendMss);
                    return 0;
                default: // the others are kept here
            }
        }
        return endpoint.options.get(option, answer);
    }

    int poll(Endpoint endpoint) {
        if (endpoint.phase == Endpoint.FRESH) {
            return OUT | HUP;
        }
        if (endpoint.phase == Endpoint.LISTENING) {
            return status(endpoint).receiveQueue > 0 ? IN : 0;
        }
        if (tcp.endReason(endpoint.core) != 0) {
            return IN | OUT | HUP | RDHUP | (endpoint.isErrorTold ? 0 : ERR);
        }
        if (isOpening(endpoint)) {
            return 0;
        }
        boolean readShut = endpoint.isReadShut || hasPeerClosed(endpoint);
        int mask = readShut ? IN | RDHUP : 0;
        mask |= tcp.readable(endpoint.core) > 0 ? IN : 0;
        mask |= endpoint.isWriteShut || tcp.writable(endpoint.core) > 0 ? OUT : 0;
        return mask | (readShut && endpoint.isWriteShut ? HUP : 0);
    }

    private boolean hasPeerClosed(Endpoint endpoint) {
        switch (tcp.state(endpoint.core)) {
            case TcpState.CLOSE_WAIT:
            case TcpState.LAST_ACK:
            case TcpState.CLOSING:
            case TcpState.TIME_WAIT:
            case TcpState.CLOSED:
                return true;
            default:
                return false;
        }
    }

    /** The stack's row of a socket, or null if it has none. */
    TcpStatus status(Endpoint endpoint) {
        TcpStatus row = new TcpStatus();
        for (int i = 0; i < tcp.statusRows() && endpoint.phase != Endpoint.FRESH; i++) {
            if (tcp.status(i, row, now()) && row.handle == endpoint.core) {
                return row;
            }
        }
        return null;
    }

    private long now() {
        return clock.nanos();
    }
}
