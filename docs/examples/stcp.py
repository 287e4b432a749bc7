"""A tester's end of STCP, the stack test control protocol: one file, standard library only.

    board = Board.unix("/tmp/board.sock")        # or Board.tcp(7791)
    board.hello("10.0.0.2")
    listener = board.listen(80)
    peer = Peer(board, "10.0.0.1")               # a hand-made TCP peer on the board's cable
"""

import errno
import json
import socket
import struct

HELLO, RESET, ADVANCE, FRAME_IN, FRAME_OUT = 1, 2, 3, 4, 5
SOCKET, BIND, LISTEN, ACCEPT, CONNECT, SEND, RECV = 16, 17, 18, 19, 20, 21, 22
SHUTDOWN, CLOSE, SETOPT, GETOPT, POLL = 23, 24, 25, 26, 27
STATS, INFO, NETSTAT, LINK, MACFAULT, IMPAIR = 48, 49, 50, 51, 52, 53

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


class StcpError(OSError):
    """A request was refused; `errno` has Linux's number."""


class Board:
    """A board under test control. Its time is `now`, in microseconds, and moves in `advance` only."""

    def __init__(self, connection):
        self._connection = connection
        self._tag = 0
        self.now = 0
        self.mac = b""

    @classmethod
    def unix(cls, path):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        return cls(connection)

    @classmethod
    def tcp(cls, port=7791):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(connection)

    def close_control(self):
        self._connection.close()

    def call(self, verb, arguments=b""):
        """One request, as it is on the wire: the result, negative for an error, and the payload."""
        self._tag = (self._tag + 1) & 0xFFFF
        header = struct.pack(">IBBHq", 12 + len(arguments), verb, 0, self._tag, self.now)
        self._connection.sendall(header + arguments)
        (length,) = struct.unpack(">I", self._take(4))
        reply = self._take(length)
        back, _, tag, self.now, result = struct.unpack(">BBHqi", reply[:16])
        if back != verb | 0x80 or tag != self._tag:
            raise RuntimeError("a reply to another request")
        return result, reply[16:]

    def _take(self, count):
        octets = b""
        while len(octets) < count:
            more = self._connection.recv(count - len(octets))
            if not more:
                raise ConnectionError("the board has cut the control connection")
            octets += more
        return octets

    def _good(self, verb, arguments=b"", allowed=()):
        result, payload = self.call(verb, arguments)
        if result < 0 and -result not in allowed:
            raise StcpError(-result, errno.errorcode.get(-result, "errno %d" % -result))
        return result, payload

    # the board

    def hello(self, address, prefix=24, gateway="0.0.0.0", mtu=1500, ethernet=True):
        link = 1 if ethernet else 0
        request = struct.pack(">HBB", 1, 0, link) + socket.inet_aton(address)
        request += struct.pack(">B", prefix) + socket.inet_aton(gateway) + struct.pack(">H", mtu)
        payload = self._good(HELLO, request)[1]
        self.mac = payload[6:12]
        self.address = address
        return {"features": struct.unpack(">I", payload[2:6])[0], "name": payload[12:].decode()}

    def reset(self):
        self._good(RESET)

    def step(self, target):
        """To the target, or to the first timer that is due before it."""
        self._good(ADVANCE, struct.pack(">q", target))

    def advance(self, seconds):
        """All the way, firing every timer in its time."""
        target = self.now + round(seconds * 1_000_000)
        while self.now < target:
            self.step(target)

    def frame_in(self, frame):
        self._good(FRAME_IN, frame)

    def frame_out(self):
        """The oldest frame the board has sent, as (time, frame), or None."""
        result, payload = self._good(FRAME_OUT)
        return (struct.unpack(">q", payload[:8])[0], payload[8:]) if result else None

    def link(self, up):
        self._good(LINK, b"\1" if up else b"\0")

    def mac_fault(self, kind, count):
        self._good(MACFAULT, struct.pack(">BI", kind, count))

    def impair(self, options=""):
        """What goes wrong on the cable from now on, as in "--loss 3% --delay 20ms"; the model
        understood. Its frames are numbered from 1 again."""
        result, words = self.call(IMPAIR, options.encode())
        if result < 0:
            raise StcpError(-result, words.decode())
        return words.decode()

    def stats(self):
        names = ("allocated", "tcbs", "timers", "buffers", "frames_in", "frames_out", "dropped")
        return dict(zip(names, struct.unpack(">7q", self._good(STATS)[1])))

    def netstat(self, what=0):
        return json.loads(self._good(NETSTAT, struct.pack(">I", what))[1])

    # its sockets: handles are numbers, errors are StcpError

    def socket(self):
        return self._good(SOCKET, b"\4\1")[0]

    def bind(self, handle, port=0, address="0.0.0.0"):
        self._good(BIND, struct.pack(">I", handle) + _address(address, port))

    def listen(self, port, backlog=8):
        handle = self.socket()
        self.bind(handle, port)
        self._good(LISTEN, struct.pack(">II", handle, backlog))
        return handle

    def accept(self, listener):
        handle, peer = self._good(ACCEPT, struct.pack(">I", listener))
        port, address = struct.unpack(">xH4s", peer)
        return handle, (socket.inet_ntoa(address), port)

    def connect(self, handle, address, port):
        request = struct.pack(">I", handle) + _address(address, port)
        return self._good(CONNECT, request, allowed=(errno.EINPROGRESS,))[0]

    def send(self, handle, octets):
        return self._good(SEND, struct.pack(">II", handle, 0) + octets)[0]

    def recv(self, handle, count=65536, peek=False):
        return self._good(RECV, struct.pack(">III", handle, 2 if peek else 0, count))[1]

    def shutdown(self, handle, how=1):
        self._good(SHUTDOWN, struct.pack(">II", handle, how))

    def close(self, handle):
        self._good(CLOSE, struct.pack(">I", handle))

    def setsockopt(self, handle, level, name, value, value2=0):
        self._good(SETOPT, struct.pack(">Iiiii", handle, level, name, value, value2))

    def getsockopt(self, handle, level, name):
        payload = self._good(GETOPT, struct.pack(">Iii", handle, level, name))[1]
        return struct.unpack(">i", payload[:4])[0]

    def poll(self, handle):
        return self._good(POLL, struct.pack(">I", handle))[0]

    def info(self, handle):
        return json.loads(self._good(INFO, struct.pack(">I", handle))[1])


def _address(address, port):
    return struct.pack(">BH", 4, port) + socket.inet_aton(address)


def checksum(octets):
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(">%dH" % (len(octets) // 2), octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Segment:
    """A TCP segment the board has sent."""

    def __init__(self, time, packet):
        header = (packet[0] & 15) * 4
        total = struct.unpack(">H", packet[2:4])[0]
        tcp = packet[header:total]
        self.time = time
        self.source_port, self.port, self.seq, self.ack, offset, self.flags, self.window = (
            struct.unpack(">HHIIBBH", tcp[:16]))
        self.text = tcp[(offset >> 4) * 4:]


class Peer:
    """One end of one connection, made by hand: it sends what it is told to and nothing else.
    ARP requests of the board's are answered by `receive`."""

    MAC = b"\2\0\0\0\0\1"

    def __init__(self, board, address, port=40000, board_port=80, iss=1000):
        self.board, self.address = board, address
        self.port, self.board_port = port, board_port
        self.seq, self.ack = iss, 0

    def send(self, flags, text=b""):
        """A segment at our sequence number, which moves on over what it takes."""
        tcp = struct.pack(">HHIIBBHHH", self.port, self.board_port, self.seq, self.ack,
                          5 << 4, flags, 65535, 0, 0) + text
        ends = socket.inet_aton(self.address) + socket.inet_aton(self.board.address)
        total = checksum(ends + struct.pack(">HH", 6, len(tcp)) + tcp)
        tcp = tcp[:16] + struct.pack(">H", total) + tcp[18:]
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ends
        ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
        self.board.frame_in(self.board.mac + self.MAC + b"\x08\x00" + ip + tcp)
        count = len(text) + bool(flags & SYN) + bool(flags & FIN)
        self.seq = (self.seq + count) & 0xFFFFFFFF

    def receive(self):
        """The segments the board has sent since the last time; their text is taken in order."""
        segments = []
        sent = self.board.frame_out()
        while sent:
            time, frame = sent
            if frame[12:14] == b"\x08\x06" and frame[21] == 1:
                self._answer_arp(frame)
            elif frame[12:14] == b"\x08\x00" and frame[23] == 6:
                segments.append(self._take(Segment(time, frame[14:])))
            sent = self.board.frame_out()
        return segments

    def _take(self, segment):
        end = segment.seq + len(segment.text)
        end += bool(segment.flags & SYN) + bool(segment.flags & FIN)
        if segment.flags & SYN or segment.seq == self.ack:
            self.ack = end & 0xFFFFFFFF
        return segment

    def _answer_arp(self, request):
        wanted, asker = request[38:42], request[22:32]
        reply = request[14:20] + b"\0\2" + self.MAC + wanted + asker
        self.board.frame_in(request[6:12] + self.MAC + b"\x08\x06" + reply)
