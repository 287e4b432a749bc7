#!/usr/bin/env python3
"""Goodput through loss and reordering: the board's TCP and the Linux kernel's, side by side.

Both send to a Linux kernel through the same cable, `board-sim/run wire`, in real time:

    board   --unix socket--+                          +-- tap, namespace: kernel that receives
                           +-- wire: loss, delay, ... --+
    kernel  --tap----------+

Each run has namespaces, devices and a cable of its own, so several can go on at a time; a run takes
little of a processor at 10 Mbit/s. What is counted is what the receiving program has read in the
given time after accept(). Same congestion control (TCP_CONGESTION), same floor of the
retransmission time-out (200 ms), initial window of ten segments, one seed, one cable.

Needs: root, iproute2, /dev/net/tun, Python 3.8, and the jar (mvn package).

    sudo python3 docs/examples/kernel_comparison.py                     # all of it: about an hour
    sudo python3 docs/examples/kernel_comparison.py --seconds 10 --seeds 1 --loss 1 --rtt 20
"""

import argparse
import concurrent.futures
import hashlib
import itertools
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JAR = os.path.join(ROOT, "board-sim", "target", "board-sim.jar")
JAVA = [
    os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx192m",
    "-jar",
    JAR,
]
PORT = 5001
SENDER = "10.77.0.1"
RECEIVER = "10.77.0.2"
RTO_MIN = "200ms"
PATIENCE_S = 60
SERIAL = itertools.count()


# ---- the two programs that run inside of namespaces


def receive(seconds):
    """Counts what comes in `seconds` after accept(), reads on to the end, answers the SHA-256."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", PORT))
    listener.listen(1)
    print("listening", flush=True)
    peer, _ = listener.accept()
    end = time.monotonic() + seconds
    digest = hashlib.sha256()
    counted = 0
    while True:
        octets = peer.recv(1 << 16)
        if not octets:
            break
        digest.update(octets)
        if time.monotonic() < end:
            counted += len(octets)
    peer.sendall(digest.hexdigest().encode() + b"\n")
    peer.close()
    print(json.dumps({"octets": counted}), flush=True)


def send(seconds, congestion):
    """Sends for `seconds` by the kernel's TCP; fails if something else has arrived."""
    peer = socket.socket()
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode())
    peer.connect((RECEIVER, PORT))
    end = time.monotonic() + seconds
    digest = hashlib.sha256()
    while time.monotonic() < end:
        octets = os.urandom(1 << 14)
        digest.update(octets)
        peer.sendall(octets)
    peer.shutdown(socket.SHUT_WR)
    answer = peer.makefile("rb").readline().decode().strip()
    if answer != digest.hexdigest():
        sys.exit("the receiver got something else")


# ---- one run


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def inside(namespace, *command):
    return ["ip", "netns", "exec", namespace, *command]


def own(*words):
    return [sys.executable, os.path.abspath(__file__), *map(str, words)]


def line(process, what):
    """The next line of a program's output that begins so."""
    timer = threading.Timer(PATIENCE_S, process.kill)
    timer.start()
    try:
        for text in process.stdout:
            if text.startswith(what):
                return text
        raise RuntimeError("no '%s' from %s" % (what, process.args))
    finally:
        timer.cancel()


def counters(namespace):
    """The kernel's counters of a namespace that tell how losses were repaired."""
    text = subprocess.run(
        inside(namespace, "cat", "/proc/net/netstat", "/proc/net/snmp"),
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()
    values = {}
    for names, numbers in zip(text[::2], text[1::2]):
        values.update(zip(names.split()[1:], numbers.split()[1:]))
    wanted = ("RetransSegs", "TCPTimeouts", "TCPLossProbes", "TCPLostRetransmit", "TCPDSACKRecv",
              "TCPSackRecovery", "TCPSACKReorder", "TCPDSACKUndo", "TCPFullUndo", "TCPSpuriousRTOs",
              "TCPSlowStartRetrans", "TCPFastRetrans")
    return {name: int(values.get(name, 0)) for name in wanted}


class Run:
    """Namespaces, devices, a cable and two programs, for one measurement."""

    def __init__(self, sender, congestion, cell, seed, seconds, directory):
        self.sender, self.congestion, self.cell = sender, congestion, cell
        self.seed, self.seconds, self.directory = seed, seconds, directory
        self.tag = "kc%d-%d" % (os.getpid() % 100000, next(SERIAL))
        self.namespaces, self.started = [], []

    def start(self, command):
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.started.append(process)
        return process

    def namespace(self, device, address):
        name = device
        ip("netns", "add", name)
        self.namespaces.append(name)
        ip("link", "set", "dev", device, "netns", name)
        ip("-n", name, "addr", "add", address + "/24", "dev", device)
        ip("-n", name, "link", "set", "dev", device, "up")
        ip("-n", name, "route", "change", "10.77.0.0/24", "dev", device, "src", address,
           "rto_min", RTO_MIN)
        return name

    def measure(self):
        left, right = self.tag + "s", self.tag + "r"
        path = os.path.join(self.directory, self.tag)
        near = "tap:" + left if self.sender == "kernel" else "unix-listen:" + path
        wire = self.start(JAVA + ["wire", near, "tap:" + right, "--seed", str(self.seed),
                                  *self.cell.split()])
        line(wire, "ready")
        receiver = self.start(
            inside(self.namespace(right, RECEIVER), *own("receive", self.seconds)))
        line(receiver, "listening")
        told = {}
        if self.sender == "kernel":
            name = self.namespace(left, SENDER)
            sender = self.start(inside(name, *own("send", self.seconds, self.congestion)))
            self.finish(sender)
            told = counters(name)
        else:
            report = path + ".json"
            sender = self.start(JAVA + [
                "transfer", RECEIVER, str(PORT), "--link", "unix:" + path, "--address",
                SENDER + "/24", "--duration", "%ds" % self.seconds, "--congestion",
                self.congestion, "--initial-window", "large", "--rto-min", RTO_MIN,
                "--send-buffer", "1m", "--sent-records", "1024", "--json", report])
            self.finish(sender)
            with open(report) as file:
                told = json.load(file)["board"]
        octets = json.loads(line(receiver, "{"))["octets"]
        return octets * 8 / self.seconds / 1e6, told

    def finish(self, sender):
        try:
            _, complaints = sender.communicate(timeout=self.seconds + PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise RuntimeError("%s does not end" % sender.args)
        if sender.returncode != 0:
            raise RuntimeError("the sender failed: " + complaints.strip()[-200:])

    def close(self):
        for process in reversed(self.started):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            process.stdout.close()
            process.stderr.close()
        for name in self.namespaces:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


def run(*what):
    for attempt in (1, 2, 3):
        one = Run(*what)
        try:
            return one.measure()
        except (RuntimeError, subprocess.CalledProcessError, ValueError) as failure:
            print("# again after attempt %d: %s" % (attempt, failure), file=sys.stderr)
        finally:
            one.close()
    return float("nan"), {}


# ---- all of them


def cells(args):
    for rtt in args.rtt:
        for loss in args.loss:
            # a queue of about a hundred frames, as deep as the longer path is long
            yield ("%g %% loss, %d ms" % (loss, rtt),
                   "--rate 10mbit --limit 100 --delay %gms --loss-out %g%%" % (rtt / 2, loss))
        if args.reorder:
            yield ("reordering, %d ms" % rtt,
                   "--rate 10mbit --limit 100 --delay %gms --reorder 1%% --loss-out 0.1%%"
                   % (rtt / 2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=4, help="runs at a time")
    parser.add_argument("--loss", type=float, nargs="*", default=[0.1, 1, 3, 5])
    parser.add_argument("--rtt", type=int, nargs="*", default=[20, 100])
    parser.add_argument("--congestion", nargs="*", default=["cubic", "reno"])
    parser.add_argument("--no-reorder", dest="reorder", action="store_false")
    parser.add_argument("--log", help="a line of JSON for each run, as it ends")
    args = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("this makes namespaces and devices: run it as root")
    if not os.path.exists(JAR):
        sys.exit("no %s: mvn -DskipTests package makes it" % os.path.relpath(JAR))
    log = open(args.log, "a") if args.log else None
    with tempfile.TemporaryDirectory() as directory, \
            concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        jobs = {}
        for seed in range(1, args.seeds + 1):
            for congestion in args.congestion:
                for name, cell in cells(args):
                    for sender in ("board", "kernel"):
                        jobs[congestion, name, sender, seed] = pool.submit(
                            run, sender, congestion, cell, seed, args.seconds, directory)
        results = {}
        for key, job in jobs.items():
            results[key] = job.result()
            if log:
                log.write(json.dumps({"run": key, "mbits": results[key][0], **results[key][1]}))
                log.write("\n")
                log.flush()
    print("| congestion control, path | board Mbit/s | kernel Mbit/s | board / kernel |"
          " time-outs, board | kernel |")
    print("|---|---|---|---|---|---|")
    for congestion in args.congestion:
        for name, _ in cells(args):
            median, timeouts = {}, {}
            for sender in ("board", "kernel"):
                runs = [results[congestion, name, sender, seed + 1] for seed in range(args.seeds)]
                good = [mbits for mbits, _ in runs if mbits == mbits]
                median[sender] = statistics.median(good) if good else float("nan")
                timeouts[sender] = sum(told.get("TCPTimeouts", 0) for _, told in runs)
            print("| %s, %s | %.2f | %.2f | %.0f %% | %d | %d |" % (
                congestion, name, median["board"], median["kernel"],
                100 * median["board"] / median["kernel"], timeouts["board"], timeouts["kernel"]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["receive"]:
        receive(float(sys.argv[2]))
    elif sys.argv[1:2] == ["send"]:
        send(float(sys.argv[2]), sys.argv[3])
    else:
        main()
