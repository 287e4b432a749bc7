package org.tcplite.sim.control;

/** The protocol's verbs. */
final class Verb {

    static final int HELLO = 1;
    static final int RESET = 2;
    static final int ADVANCE = 3;
    static final int FRAME_IN = 4;
    static final int FRAME_OUT = 5;
    static final int SOCKET = 16;
    static final int BIND = 17;
    static final int LISTEN = 18;
    static final int ACCEPT = 19;
    static final int CONNECT = 20;
    static final int SEND = 21;
    static final int RECV = 22;
    static final int SHUTDOWN = 23;
    static final int CLOSE = 24;
    static final int SETOPT = 25;
    static final int GETOPT = 26;
    static final int POLL = 27;
    static final int STATS = 48;
    static final int INFO = 49;
    static final int NETSTAT = 50;
    static final int LINK = 51;
    static final int MACFAULT = 52;
    static final int IMPAIR = 53;

    /** HELLO's bits: INFO, NETSTAT, LINK, MACFAULT and IMPAIR are there. */
    static final int FEATURES = 0b11111;

    private Verb() {}
}
