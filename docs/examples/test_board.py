"""A board tested from outside, in virtual time. Start it, then run this file:

    board-sim/run control --port 7791 &
    STCP=7791 python3 -m pytest docs/examples/test_board.py      # with pytest
    python3 docs/examples/test_board.py 7791                     # or without; a path is a Unix socket
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from stcp import ACK, FIN, SYN, Board, Peer  # noqa: E402

IN, OUT, RDHUP = 1, 4, 0x2000


def open_board(where=None):
    where = where or os.environ.get("STCP", "7791")
    board = Board.tcp(int(where)) if where.isdigit() else Board.unix(where)
    board.hello("10.0.0.2")
    return board


def opened(board):
    """A connection the peer opens: the peer, and the board's handle."""
    listener = board.listen(80)
    peer = Peer(board, "10.0.0.1")
    peer.send(SYN)
    (answer,) = peer.receive()
    assert answer.flags == SYN | ACK and answer.ack == 1001
    peer.send(ACK)
    handle, address = board.accept(listener)
    assert address == ("10.0.0.1", 40000)
    return peer, handle


def test_half_close():
    board = open_board()
    peer, handle = opened(board)
    peer.send(ACK | FIN, b"request")
    assert board.poll(handle) & (IN | RDHUP) == IN | RDHUP
    assert board.recv(handle) == b"request"
    assert board.recv(handle) == b""
    assert board.info(handle)["state"] == "CLOSE-WAIT"
    board.send(handle, b"the answer, after the end of the request")
    board.close(handle)
    text = b"".join(segment.text for segment in peer.receive())
    assert text == b"the answer, after the end of the request"
    peer.send(ACK)
    assert board.stats()["tcbs"] == 0
    board.close_control()


def test_lost_syn_ack():
    board = open_board()
    board.impair("--drop 1@out")
    board.listen(80)
    peer = Peer(board, "10.0.0.1")
    peer.send(SYN)
    assert peer.receive() == []
    board.advance(1)
    (again,) = peer.receive()
    assert again.flags == SYN | ACK and again.time == 1_000_000
    board.close_control()


def test_cable_pulled():
    board = open_board()
    peer, handle = opened(board)
    board.link(False)
    board.send(handle, b"into the void")
    assert peer.receive() == []
    board.advance(4)
    info = board.info(handle)
    (timer,) = info["timers"]
    assert timer["kind"] == "retransmission" and timer["deadlineUs"] > board.now
    assert info["tcpi_retransmits"] >= 2
    board.link(True)
    board.step(timer["deadlineUs"])
    assert board.now == timer["deadlineUs"]
    assert [segment.text for segment in peer.receive()] == [b"into the void"]
    board.close_control()


def test_half_open_entry():
    board = open_board()
    board.listen(80)
    peer = Peer(board, "10.0.0.1")
    peer.send(SYN)
    (row,) = [row for row in board.netstat()["sockets"] if row["kind"] == "half-open"]
    assert row["state"] == "SYN-RECEIVED" and row["remote"] == "10.0.0.1:40000"
    board.advance(120)
    times = [round(segment.time / 1e6) for segment in peer.receive()]
    assert times == [0, 1, 3, 7, 15, 31]
    assert all(row["kind"] != "half-open" for row in board.netstat()["sockets"])
    board.close_control()


def main(where):
    os.environ["STCP"] = where
    began = time.monotonic()
    tests = [(name, test) for name, test in sorted(globals().items()) if name.startswith("test_")]
    for name, test in tests:
        test()
        print("ok", name)
    print("%d passed in %.2f s" % (len(tests), time.monotonic() - began))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "7791")
