package org.tcplite.sim.control;

/** One socket of the tester's: what it has been told, and the stack's handle once there is one. */
final class Endpoint {

    /** Neither connected nor listening. */
    static final int FRESH = 0;

    static final int LISTENING = 1;

    /** CONNECT was called; its outcome has not been told by another CONNECT. */
    static final int CONNECTING = 2;

    static final int CONNECTED = 3;

    final SocketOptions options;
    int phase = FRESH;

    /** The handle at the stack, if not fresh. */
    int core;

    /** 0 is none yet. */
    int localPort;

    boolean isReadShut;
    boolean isWriteShut;

    /** The error that ended the connection has been reported. */
    boolean isErrorTold;

    Endpoint(SocketOptions options) {
        this.options = options;
    }

    boolean hasConnection() {
        return phase == CONNECTING || phase == CONNECTED;
    }
}
