package org.tcplite.sim.flood;

import java.util.function.Function;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.Application;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.board.LoopMember;
import org.tcplite.sim.link.LinkSettings;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.sim.time.SeededEntropy;
import org.tcplite.sim.wire.DmaPort;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.sim.wire.Port;
import org.tcplite.sim.wire.RandomLoss;
import org.tcplite.sim.wire.WireConfig;
import org.tcplite.tcp.Tcp;

/**
 * An honest host: a network stack and a program on it, behind an access line with a delay, a rate
 * and a loss, whose other end is the router.
 */
final class Site implements LoopMember {

    private static final int LINE_QUEUE = 256;
    private static final int A_DAY_MS = 86_400_000;

    /** What an access line is like. */
    record Line(long rttNs, long bitsPerSecond, double loss) {}

    private final NetworkStack stack;
    private final InProcessWire wire;
    private final RouterSide routerSide;
    private final Application program;

    /**
     * Takes all memory.
     *
     * @param index the host's place in {@link Sites}, which decides its address
     * @param program made with the host's TCP
     */
    Site(
            int index,
            Line line,
            long seed,
            Router router,
            NetConfig config,
            Function<Tcp, Application> program) {
        int address = Addresses.honest(index);
        config.address = address;
        config.prefixLength = 24;
        config.gateway = address ^ 0x80; // any other; the router has them all
        config.offLinkMtu = Frames.MTU;
        config.arpLifetimeMs = A_DAY_MS;
        SimulatedDmaMac mac = new SimulatedDmaMac(LinkSettings.derivedMac(address, Frames.MTU));
        stack = new NetworkStack(config, mac, new SeededEntropy(seed), new VarHandleOctets());
        stack.start(() -> {});
        routerSide = new RouterSide(router);
        WireConfig way = new WireConfig().withDelay(line.rttNs / 2).withRate(line.bitsPerSecond);
        wire = new InProcessWire(new DmaPort(mac), routerSide, way, way);
        wire.impair(InProcessWire.LEFT, new RandomLoss(line.loss, seed + 1));
        wire.impair(InProcessWire.RIGHT, new RandomLoss(line.loss, seed + 2));
        this.program = program.apply(stack.tcp());
    }

    Application program() {
        return program;
    }

    void fromVictim(byte[] frame, int offset, int length) {
        byte[] copy = routerSide.queue.add(frame, offset, length);
        if (copy != null) {
            Frames.putMac(copy, 6, Router.MAC);
            stackMac(copy);
        }
    }

    private void stackMac(byte[] frame) {
        Frames.putMac(frame, 0, LinkSettings.derivedMac(stack.address(), Frames.MTU).address);
    }

    @Override
    public boolean turn(long nowNs) {
        boolean more = true;
        while (more) {
            more = wire.turn(nowNs);
            more |= stack.poll(nowNs);
            program.turn(nowNs);
            more |= stack.transmit(nowNs) > 0;
            more |= routerSide.hasFrame();
        }
        return false;
    }

    @Override
    public long nextDeadlineNs() {
        return EventLoop.earlier(
                wire.nextDeadlineNs(),
                EventLoop.earlier(stack.nextDeadlineNs(), program.nextDeadlineNs()));
    }

    /** The router's end of the access line. */
    private static final class RouterSide implements Port {

        private final FrameQueue queue =
                new FrameQueue(LINE_QUEUE, Frames.MTU + Frames.ETHERNET_HEADER);
        private final Router router;

        RouterSide(Router router) {
            this.router = router;
        }

        @Override
        public int poll() {
            return queue.firstLength();
        }

        @Override
        public byte[] octets() {
            return queue.first();
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public void release() {
            queue.removeFirst();
        }

        @Override
        public boolean hasFrame() {
            return !queue.isEmpty();
        }

        @Override
        public int maxFrame() {
            return Frames.MTU + Frames.ETHERNET_HEADER;
        }

        @Override
        public boolean canTake() {
            return true;
        }

        @Override
        public boolean isListening() {
            return true;
        }

        @Override
        public boolean take(byte[] frame, int offset, int length) {
            if (Frames.isArpRequest(frame, offset)) {
                byte[] reply = queue.add(frame, offset, length);
                if (reply != null) {
                    Frames.answerArp(reply, 0, Router.MAC);
                }
            } else if (Frames.isIpv4(frame, offset)) {
                router.forward(frame, offset, length);
            }
            return true;
        }

        @Override
        public void setCarrier(boolean present) {}
    }
}
