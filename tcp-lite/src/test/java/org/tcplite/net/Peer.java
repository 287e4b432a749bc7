package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.tcplite.tcp.TcpState;

/** The peer's end of one connection to a {@link Board}; it offers no options. */
final class Peer {

    /** The port of the board's that it connects to. */
    static final int PORT = 80;

    final Board board;
    final int address;
    final int port;
    int seq = 1000;
    int ack;

    Peer(Board board, int address, int port) {
        this.board = board;
        this.address = address;
        this.port = port;
    }

    byte[] segment(int flags) {
        return Frames.tcp(address, port, PORT, seq, ack, flags);
    }

    /** Completes a handshake; the connection's handle. */
    int open(int listener) {
        byte[] synAck = Frames.payload(board.answer(segment(Frames.SYN)));
        assertEquals(Frames.SYN | Frames.ACK, synAck[13]);
        ack = Frames.get32(synAck, 4) + 1;
        seq++;
        board.receive(segment(Frames.ACK));
        int connection = board.tcp.accept(listener);
        assertEquals(TcpState.ESTABLISHED, board.tcp.state(connection));
        return connection;
    }
}
