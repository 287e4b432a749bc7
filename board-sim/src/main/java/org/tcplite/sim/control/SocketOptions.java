package org.tcplite.sim.control;

import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpConfig;

/**
 * The options of one socket, by Linux's numbers: kept here, so that they can be set before there is
 * a connection, and handed to the stack as soon as there is one.
 */
final class SocketOptions {

    /** Levels in the upper half, names in the lower. */
    static final int SO_REUSEADDR = 1 << 16 | 2;

    static final int SO_ERROR = 1 << 16 | 4;
    static final int SO_SNDBUF = 1 << 16 | 7;
    static final int SO_RCVBUF = 1 << 16 | 8;
    static final int SO_KEEPALIVE = 1 << 16 | 9;
    static final int SO_OOBINLINE = 1 << 16 | 10;
    static final int SO_LINGER = 1 << 16 | 13;
    static final int TCP_NODELAY = 6 << 16 | 1;
    static final int TCP_MAXSEG = 6 << 16 | 2;
    static final int TCP_KEEPIDLE = 6 << 16 | 4;
    static final int TCP_KEEPINTVL = 6 << 16 | 5;
    static final int TCP_KEEPCNT = 6 << 16 | 6;
    static final int TCP_USER_TIMEOUT = 6 << 16 | 18;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;

    private static final int DEFAULT_SEGMENT = 536;
    private static final int GREATEST_SEGMENT = 65_495;
    private static final int GREATEST_SECONDS = 32_767;
    private static final int GREATEST_COUNT = 127;

    private final TcpConfig config;
    boolean reuseAddress;
    boolean lingers;
    int lingerSeconds;
    private boolean keepAlive;
    private int keepIdleS;
    private int keepIntervalS;
    private int keepCount;
    private boolean noDelay;
    private int userTimeoutMs;
    private int tos;
    private int ttl;

    // what stands before the SYN, and is the stack's from then on; 0 where nothing was set
    private int sendBuffer;
    private int receiveBuffer;
    private int maxSegment;

    SocketOptions(TcpConfig config) {
        this.config = config;
        keepIdleS = config.keepAliveIdleMs / 1_000;
        keepIntervalS = config.keepAliveIntervalMs / 1_000;
        keepCount = config.keepAliveProbes;
        ttl = config.ttl;
    }

    /** What an accepted connection has from its listener. */
    SocketOptions inherited() {
        SocketOptions copy = new SocketOptions(config);
        copy.reuseAddress = reuseAddress;
        copy.lingers = lingers;
        copy.lingerSeconds = lingerSeconds;
        copy.keepAlive = keepAlive;
        copy.keepIdleS = keepIdleS;
        copy.keepIntervalS = keepIntervalS;
        copy.keepCount = keepCount;
        copy.noDelay = noDelay;
        copy.userTimeoutMs = userTimeoutMs;
        copy.tos = tos;
        copy.ttl = ttl;
        return copy;
    }

    /** Level and name as one number; what does not fit is no option. */
    static int key(int level, int name) {
        boolean fits = level >= 0 && level < 0x7fff && name >= 0 && name <= 0xffff;
        return fits ? level << 16 | name : -1;
    }

    /** Keeps a value; 0, or an error number. */
    int set(int option, int value, int value2) {
        switch (option) {
            case SO_REUSEADDR:
                reuseAddress = value != 0;
                return 0;
            case SO_SNDBUF:
                sendBuffer = value >= 0 ? config.sendLimit(value) : sendBuffer;
                return verdict(value, 0, Integer.MAX_VALUE);
            case SO_RCVBUF:
                receiveBuffer = value >= 0 ? config.receiveLimit(value) : receiveBuffer;
                return verdict(value, 0, Integer.MAX_VALUE);
            case TCP_MAXSEG:
                maxSegment = isSegmentSize(value) ? value : maxSegment;
                return isSegmentSize(value) ? 0 : Errno.INVAL;
            case SO_KEEPALIVE:
                keepAlive = value != 0;
                return 0;
            case SO_OOBINLINE:
                return value != 0 ? 0 : Errno.OPNOTSUPP;
            case SO_LINGER:
                lingers = value != 0;
                lingerSeconds = Math.max(0, value2);
                return 0;
            case TCP_NODELAY:
                noDelay = value != 0;
                return 0;
            case TCP_KEEPIDLE:
                keepIdleS = within(value, 1, GREATEST_SECONDS) ? value : keepIdleS;
                return verdict(value, 1, GREATEST_SECONDS);
            case TCP_KEEPINTVL:
                keepIntervalS = within(value, 1, GREATEST_SECONDS) ? value : keepIntervalS;
                return verdict(value, 1, GREATEST_SECONDS);
            case TCP_KEEPCNT: // one unanswered probe is not a dead peer (RFC 9293 MUST-29)
                keepCount = within(value, 2, GREATEST_COUNT) ? value : keepCount;
                return verdict(value, 2, GREATEST_COUNT);
            case TCP_USER_TIMEOUT:
                userTimeoutMs = value >= 0 ? value : userTimeoutMs;
                return verdict(value, 0, Integer.MAX_VALUE);
            case IP_TOS:
                tos = within(value, 0, 255) ? value & 0xfc : tos;
                return verdict(value, 0, 255);
            case IP_TTL:
                ttl = value == -1 ? config.ttl : within(value, 1, 255) ? value : ttl;
                return value == -1 ? 0 : verdict(value, 1, 255);
            default:
                return Errno.NOPROTOOPT;
        }
    }

    /** Adds an option's value to the answer; those that depend on the connection are elsewhere. */
    int get(int option, Answer answer) {
        switch (option) {
            case SO_REUSEADDR:
                return value(answer, reuseAddress ? 1 : 0);
            case SO_SNDBUF:
                return value(answer, sendBuffer == 0 ? config.sendBuffer : sendBuffer);
            case SO_RCVBUF:
                return value(answer, receiveBuffer == 0 ? config.receiveBuffer : receiveBuffer);
            case TCP_MAXSEG:
                return value(answer, maxSegment == 0 ? DEFAULT_SEGMENT : maxSegment);
            case SO_KEEPALIVE:
                return value(answer, keepAlive ? 1 : 0);
            case SO_OOBINLINE:
                return value(answer, 1);
            case SO_LINGER:
                answer.i32(lingers ? 1 : 0);
                return value(answer, lingerSeconds);
            case TCP_NODELAY:
                return value(answer, noDelay ? 1 : 0);
            case TCP_KEEPIDLE:
                return value(answer, keepIdleS);
            case TCP_KEEPINTVL:
                return value(answer, keepIntervalS);
            case TCP_KEEPCNT:
                return value(answer, keepCount);
            case TCP_USER_TIMEOUT:
                return value(answer, userTimeoutMs);
            case IP_TOS:
                return value(answer, tos);
            case IP_TTL:
                return value(answer, ttl);
            default:
                return Errno.NOPROTOOPT;
        }
    }

    /** Hands one option, of those the stack knows, to a connection. */
    void apply(int option, Tcp tcp, int connection, long nowNs) {
        switch (option) {
            case SO_SNDBUF:
                tcp.setSendBuffer(connection, sendBuffer);
                return;
            case SO_RCVBUF:
                tcp.setReceiveBuffer(connection, receiveBuffer);
                return;
            case TCP_MAXSEG:
                tcp.setMaxSegment(connection, maxSegment, nowNs);
                return;
            case SO_KEEPALIVE:
            case TCP_KEEPIDLE:
            case TCP_KEEPINTVL:
            case TCP_KEEPCNT:
                int idleMs = keepAlive ? keepIdleS * 1_000 : 0;
                tcp.setKeepAlive(connection, idleMs, keepIntervalS * 1_000, keepCount, nowNs);
                return;
            case TCP_NODELAY:
                tcp.setNoDelay(connection, noDelay, nowNs);
                return;
            case TCP_USER_TIMEOUT:
                int limitMs = userTimeoutMs == 0 ? config.userTimeoutMs : userTimeoutMs;
                tcp.setUserTimeout(connection, limitMs, nowNs);
                if (userTimeoutMs > 0) {
                    tcp.setConnectTimeout(connection, userTimeoutMs, nowNs);
                }
                return;
            case IP_TOS:
                tcp.setDscp(connection, tos >>> 2);
                return;
            case IP_TTL:
                tcp.setTtl(connection, ttl);
                return;
            default: // the others are matters of this package
        }
    }

    /** Hands over what the SYN tells of, to a connection or a listener. */
    void applyBeforeSyn(Tcp tcp, int handle, long nowNs) {
        if (sendBuffer > 0) {
            apply(SO_SNDBUF, tcp, handle, nowNs);
        }
        if (receiveBuffer > 0) {
            apply(SO_RCVBUF, tcp, handle, nowNs);
        }
        if (maxSegment > 0) {
            apply(TCP_MAXSEG, tcp, handle, nowNs);
        }
    }

    /** Hands over the others, as far as they differ from the stack's own defaults. */
    void applyAll(Tcp tcp, int connection, long nowNs) {
        if (keepAlive) {
            apply(SO_KEEPALIVE, tcp, connection, nowNs);
        }
        if (noDelay) {
            apply(TCP_NODELAY, tcp, connection, nowNs);
        }
        if (userTimeoutMs > 0) {
            apply(TCP_USER_TIMEOUT, tcp, connection, nowNs);
        }
        apply(IP_TOS, tcp, connection, nowNs);
        apply(IP_TTL, tcp, connection, nowNs);
    }

    private static int value(Answer answer, int value) {
        answer.i32(value);
        return 0;
    }

    private boolean isSegmentSize(int value) {
        return within(value, config.minimumMss, GREATEST_SEGMENT);
    }

    private static boolean within(int value, int min, int max) {
        return value >= min && value <= max;
    }

    private static int verdict(int value, int min, int max) {
        return within(value, min, max) ? 0 : Errno.INVAL;
    }
}
