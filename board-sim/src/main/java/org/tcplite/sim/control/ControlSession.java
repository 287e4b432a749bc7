package org.tcplite.sim.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tcplite.net.NetConfig;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.NetstatJson;
import org.tcplite.sim.service.Sections;
import org.tcplite.sim.service.Text;
import org.tcplite.sim.time.VirtualClock;
import org.tcplite.sim.wire.Impairments;
import org.tcplite.tcp.ConfigException;

/**
 * What one client after the other sees: requests in, replies out, one board at a time behind them.
 * It belongs to one thread.
 */
public final class ControlSession {

    /** The greatest message, its length field not counted. */
    static final int GREATEST_MESSAGE = 256 * 1024;

    /** The greatest text one RECV takes, so that the reply is a message. */
    static final int GREATEST_TEXT = GREATEST_MESSAGE - 64;

    /** Verb, a zero, tag and time. */
    static final int HEADER = 12;

    private static final int VERSION = 1;
    private static final int VIRTUAL = 0;
    private static final int GREATEST_MTU = 65_535 - 14;
    private static final long GREATEST_US = Long.MAX_VALUE / 4_000;
    private static final String BEFORE_COUNTERS = "],\n\"counters\":";
    private static final String NAME = "tcp-lite";

    private final long seed;
    private final Impairments impairments;
    private NetConfig config = new NetConfig();
    private int link = ControlBoard.LINK_ETHERNET;
    private VirtualClock clock = new VirtualClock();
    private ControlBoard board;
    private Sockets sockets;

    /**
     * A board at 10.0.0.2/24, until HELLO says otherwise; nothing goes wrong on its cable.
     *
     * @param seed determines every key, so that the same calls give the same frames
     */
    public ControlSession(long seed) {
        this(seed, new Impairments());
    }

    /**
     * As above, with a bad cable.
     *
     * @param impairments those of every new board, until IMPAIR says otherwise
     */
    public ControlSession(long seed, Impairments impairments) {
        this.seed = seed;
        this.impairments = impairments;
        config.address = 0x0a000002;
        reset();
    }

    /** The board's address. */
    public int address() {
        return config.address;
    }

    /** What can be told about the present board. */
    public BoardFacts facts() {
        return board.facts();
    }

    /** The board's time. */
    public long nowNs() {
        return clock.nanos();
    }

    /** A client has gone: RESET, and time begins anew. */
    void clientGone() {
        clock = new VirtualClock();
        reset();
    }

    private void reset() {
        board = new ControlBoard(config, link, seed, clock);
        board.impair(impairments);
        sockets = new Sockets(board, clock);
    }

    /** Carries out one request; the reply, its length field included. */
    byte[] answer(ByteBuffer request) {
        int verb = request.get() & 0xff;
        int zero = request.get();
        int tag = request.getShort();
        long nowUs = request.getLong();
        Answer payload = new Answer();
        int result;
        if (zero != 0 || nowUs < 0 || nowUs > GREATEST_US) {
            result = Errno.INVAL;
        } else {
            clock.advanceTo(Math.max(clock.nanos(), nowUs * 1_000));
            result = carryOut(verb, new Arguments(request), payload);
        }
        return reply(verb, tag, result, payload.toByteArray());
    }

    /** A reply, its length field included. */
    byte[] reply(int verb, int tag, int result, byte[] payload) {
        Answer reply = new Answer().i32(HEADER + 4 + payload.length);
        reply.u8(verb | 0x80).u8(0).u16(tag).i64(clock.nanos() / 1_000).i32(result);
        return reply.bytes(payload).toByteArray();
    }

    private int carryOut(int verb, Arguments in, Answer out) {
        try {
            switch (verb) {
                case Verb.HELLO:
                    return hello(in, out);
                case Verb.RESET:
                    in.end();
                    reset();
                    return 0;
                case Verb.ADVANCE:
                    return advance(in);
                case Verb.FRAME_IN:
                    board.frameIn(in.rest());
                    return 0;
                case Verb.FRAME_OUT:
                    in.end();
                    return frameOut(out);
                case Verb.STATS:
                    in.end();
                    for (long figure : board.figures()) {
                        out.i64(figure);
                    }
                    return 0;
                case Verb.NETSTAT:
                    return netstat(in, out);
                case Verb.LINK:
                    return link(in);
                case Verb.MACFAULT:
                    return macFault(in);
                case Verb.IMPAIR:
                    return impair(in, out);
                default:
                    return socketCall(verb, in, out);
            }
        } catch (Refusal e) {
            return e.errno;
        }
    }

    /** A call of the sockets, and what it sends at once. */
    private int socketCall(int verb, Arguments in, Answer out) throws Refusal {
        if (verb == Verb.SOCKET) {
            int family = in.u8();
            int type = in.u8();
            in.end();
            return sockets.socket(family, type);
        }
        boolean isKnown = verb >= Verb.BIND && verb <= Verb.POLL || verb == Verb.INFO;
        if (!isKnown) {
            return Errno.NOSYS;
        }
        int handle = in.i32();
        Endpoint endpoint = sockets.endpoint(handle);
        int result = verb == Verb.CLOSE ? close(handle, in) : call(verb, endpoint, in, out);
        board.settle();
        return result;
    }

    private int close(int handle, Arguments in) throws Refusal {
        in.end();
        return sockets.close(handle);
    }

    private int call(int verb, Endpoint endpoint, Arguments in, Answer out) throws Refusal {
        switch (verb) {
            case Verb.BIND:
                return sockets.bind(endpoint, lastAddress(in));
            case Verb.LISTEN:
                return sockets.listen(endpoint, lastNumber(in));
            case Verb.ACCEPT:
                in.end();
                return sockets.accept(endpoint, out);
            case Verb.CONNECT:
                return sockets.connect(endpoint, lastAddress(in));
            case Verb.SEND:
                int sendFlags = in.i32();
                return sockets.send(endpoint, sendFlags, in.rest());
            case Verb.RECV:
                int receiveFlags = in.i32();
                return sockets.receive(endpoint, receiveFlags, lastNumber(in), out);
            case Verb.SHUTDOWN:
                return sockets.shutdown(endpoint, lastNumber(in));
            case Verb.SETOPT:
                return setOption(endpoint, in);
            case Verb.GETOPT:
                int level = in.i32();
                int name = in.i32();
                in.end();
                return sockets.getOption(endpoint, SocketOptions.key(level, name), out);
            case Verb.POLL:
                in.end();
                return sockets.poll(endpoint);
            default:
                in.end();
                out.text(
                        SocketInfo.json(
                                endpoint, sockets.status(endpoint), address(), clock.nanos()));
                return 0;
        }
    }

    private int setOption(Endpoint endpoint, Arguments in) throws Refusal {
        int level = in.i32();
        int name = in.i32();
        int value = in.i32();
        int value2 = in.i32();
        in.end();
        return sockets.setOption(endpoint, SocketOptions.key(level, name), value, value2);
    }

    private static Arguments.Address lastAddress(Arguments in) throws Refusal {
        Arguments.Address address = in.address();
        in.end();
        return address;
    }

    private static int lastNumber(Arguments in) throws Refusal {
        int number = in.u32();
        in.end();
        return number;
    }

    // ---- the board's verbs

    private int hello(Arguments in, Answer out) throws Refusal {
        int version = in.u16();
        int clockKind = in.u8();
        int newLink = in.u8();
        NetConfig wanted = new NetConfig();
        wanted.address = in.i32();
        wanted.prefixLength = in.u8();
        wanted.gateway = in.i32();
        wanted.tcp.mtu = in.u16();
        in.end();
        if (version != VERSION) {
            return Errno.PROTONOSUPPORT;
        }
        if (clockKind != VIRTUAL || newLink > ControlBoard.LINK_ETHERNET) {
            return Errno.OPNOTSUPP;
        }
        if (wanted.tcp.mtu > GREATEST_MTU) {
            return Errno.INVAL;
        }
        try {
            wanted.check();
        } catch (ConfigException e) {
            return Errno.INVAL;
        }
        config = wanted;
        link = newLink;
        reset();
        out.u8(VIRTUAL).u8(link).i32(Verb.FEATURES).bytes(board.macAddress()).text(NAME);
        return 0;
    }

    private int advance(Arguments in) throws Refusal {
        long targetUs = in.i64();
        in.end();
        if (targetUs < 0 || targetUs > GREATEST_US) {
            return Errno.INVAL;
        }
        board.advance(targetUs * 1_000);
        return 0;
    }

    private int frameOut(Answer out) {
        ControlBoard.Sent sent = board.frameOut();
        if (sent == null) {
            return 0;
        }
        out.i64(sent.atUs).bytes(sent.frame);
        return 1;
    }

    private int link(Arguments in) throws Refusal {
        int up = in.u8();
        in.end();
        if (up > 1) {
            return Errno.INVAL;
        }
        board.setLink(up == 1);
        return 0;
    }

    private int macFault(Arguments in) throws Refusal {
        int kind = in.u8();
        int count = lastNumber(in);
        if (kind < FaultyMac.RECEIVE_OVERRUN || kind > FaultyMac.BAD_CHECKSUM) {
            return Errno.INVAL;
        }
        board.fail(kind, count);
        board.settle();
        return 0;
    }

    /** The model understood, or what is wrong with the text. */
    private int impair(Arguments in, Answer out) {
        String options = new String(in.rest(), StandardCharsets.UTF_8);
        try {
            Impairments wanted = Impairments.parse(options);
            board.impair(wanted);
            out.text(wanted + ", seed " + seed);
            return 0;
        } catch (IllegalArgumentException e) {
            out.text(e.getMessage());
            return Errno.INVAL;
        }
    }

    /** The document of {@code netstat --json}, up to the counters or from them on. */
    private int netstat(Arguments in, Answer out) throws Refusal {
        int what = lastNumber(in);
        if (what > 1) {
            return Errno.INVAL;
        }
        NetstatJson document = new NetstatJson(board.facts(), 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Text text = new Text(Sections.LIMIT);
        int cursor = 0;
        while (cursor != Sections.END) {
            cursor = document.section(cursor, text.clear(), 0, clock.nanos());
            all.write(text.array(), 0, text.length());
        }
        String json = all.toString(StandardCharsets.UTF_8);
        int split = json.indexOf(BEFORE_COUNTERS);
        out.text(
                what == 0
                        ? json.substring(0, split) + "]\n}\n"
                        : "{\"schema\":1" + json.substring(split + 1));
        return 0;
    }
}
