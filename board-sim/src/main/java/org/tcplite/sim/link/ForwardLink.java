package org.tcplite.sim.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.tcplite.hal.Clock;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.HalError;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.EventLoop;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.SimulatedDmaMac;
import org.tcplite.sim.octets.VarHandleOctets;
import org.tcplite.sim.time.SecureEntropy;
import org.tcplite.sim.time.SystemClock;
import org.tcplite.sim.wire.InProcessWire;
import org.tcplite.tcp.ConfigException;
import org.tcplite.tcp.Octets;
import org.tcplite.tcp.Tcp;

/**
 * {@code forward}: a second stack in the process, the gateway, stands at the other end of the
 * board's cable and joins the board's connections to the desktop's sockets. Needs no privileges.
 *
 * <pre>
 *     desktop socket -- Relay -- gateway stack -- SynGate -- wire -- board
 * </pre>
 *
 * <p>Inwards, the desktop listens as the {@link ForwardRule}s say. A connection is accepted by the
 * desktop before the board is asked, so <b>a port the board refuses shows as a connection that is
 * reset at once</b>. Outwards, the gateway's address is the desktop's loopback, on any port, and
 * here the answer is the desktop's own: refused is refused. Other destinations get no answer.
 * <b>Nothing but TCP crosses</b>: the board can ping the gateway, and nothing behind it.
 *
 * <p>Everything runs on one loop thread, asleep in a {@link Selector}: use {@link #newLoop()}. The
 * desktop's side of a connection allocates when it is opened; the octets do not.
 */
public final class ForwardLink implements Link {

    /**
     * The board's connection requests that can be under way at one time, and listeners for them.
     */
    private static final int HELD = 64;

    /** News of the gateway's connections dealt with in one turn. */
    private static final int NEWS_PER_TURN = 256;

    private final Clock clock = new SystemClock();
    private final Selector selector;
    private final SelectorIdle idle;
    private final SimulatedDmaMac boardMac;
    private final InProcessWire wire;
    private final NetworkStack gateway;
    private final Tcp tcp;
    private final Relay relay;
    private final SynGate gate;
    private final Inbound inbound;
    private final Outbound outbound;
    private boolean closed;

    private ForwardLink(LinkSettings settings, Selector selector) {
        this.selector = selector;
        int address = settings.gatewayAddress();
        Octets octets = new VarHandleOctets();
        boardMac = new SimulatedDmaMac(settings.boardMac());
        SimulatedDmaMac gatewayMac =
                new SimulatedDmaMac(LinkSettings.derivedMac(address, settings.mtu));
        wire = new InProcessWire(boardMac, gatewayMac);
        gate = new SynGate(gatewayMac, address, octets, this::isAlive, HELD);
        gateway = new NetworkStack(gatewayConfig(settings), gate, new SecureEntropy(), octets);
        tcp = gateway.tcp();
        relay = new Relay(tcp, selector, settings.forwardConnections);
        inbound = new Inbound(tcp, relay, settings.board);
        outbound = new Outbound(tcp, relay, gate, selector, loopback());
        idle = new SelectorIdle(selector, clock, this::socketReady);
    }

    /**
     * Starts the gateway and listens on the desktop.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    public static ForwardLink open(LinkSettings settings) throws LinkException {
        Selector selector = null;
        ForwardLink link = null;
        boolean good = false;
        try {
            selector = Selector.open();
            link = new ForwardLink(settings, selector);
            int error = link.gateway.start(link.idle);
            if (error != 0) {
                throw new LinkException("--link forward: the gateway's " + HalError.text(error));
            }
            for (ForwardRule rule : settings.forwards) {
                link.inbound.listen(rule, link.selector);
            }
            good = true;
            return link;
        } catch (ConfigException e) {
            throw new LinkException(
                    "--link forward: the gateway's "
                            + e.field
                            + " is "
                            + e.value
                            + ", has to be "
                            + e.min
                            + " to "
                            + e.max,
                    e);
        } catch (LinkException e) {
            throw e;
        } catch (IOException e) {
            throw new LinkException("--link forward: " + e.getMessage(), e);
        } finally {
            if (!good) {
                undo(link, selector);
            }
        }
    }

    private static void undo(ForwardLink link, Selector selector) throws LinkException {
        try {
            if (link != null) {
                link.close();
            } else if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            throw new LinkException("--link forward: " + e.getMessage(), e);
        }
    }

    private static NetConfig gatewayConfig(LinkSettings settings) {
        NetConfig config = new NetConfig();
        config.address = settings.gatewayAddress();
        config.prefixLength = settings.prefixLength;
        config.tcp.mtu = settings.mtu;
        config.tcp.connections = settings.forwardConnections;
        config.tcp.listeners = HELD;
        config.tcp.timeWait = 4096;
        config.tcp.reclaimSlots = false; // the board is its only source
        return config;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // four octets are an address
        }
    }

    /** What is let in, with the ports that were really taken. */
    public List<ForwardRule> forwards() {
        return inbound.rules();
    }

    /** The cable, for impairments: the board is its left side. */
    public InProcessWire wire() {
        return wire;
    }

    /** The gateway's stack, for its counters. */
    public NetworkStack gateway() {
        return gateway;
    }

    /** Connections carried now. */
    public int connections() {
        return relay.count();
    }

    /** The board's connection requests dropped because too many were under way; it repeats them. */
    public long overflows() {
        return gate.overflows();
    }

    @Override
    public EthernetMac mac() {
        return boardMac;
    }

    @Override
    public String describe() {
        return "forward";
    }

    @Override
    public void setCable(boolean in) {
        wire.setCable(in);
    }

    @Override
    public void tap(FrameTap tap) {
        wire.tap(InProcessWire.LEFT, tap);
    }

    @Override
    public EventLoop newLoop() {
        return new EventLoop(clock, idle);
    }

    // ---- the loop

    @Override
    public boolean turn(long nowNs) {
        boolean more = idle.serveUnlessJustServed();
        more |= wire.turn(nowNs);
        more |= gateway.poll(nowNs);
        more |= news(nowNs);
        more |= outbound.turn(nowNs);
        more |= inbound.turn(nowNs); // after whatever may have freed a slot
        gateway.transmit(nowNs);
        return more | wire.turn(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        long deadlineNs = earlier(gateway.nextDeadlineNs(), wire.nextDeadlineNs());
        return earlier(deadlineNs, earlier(inbound.nextDeadlineNs(), outbound.nextDeadlineNs()));
    }

    private static long earlier(long a, long b) {
        if (a == Long.MAX_VALUE || b == Long.MAX_VALUE) {
            return a == Long.MAX_VALUE ? b : a;
        }
        return a - b <= 0 ? a : b;
    }

    /** True if there may be more. */
    private boolean news(long nowNs) {
        for (int i = 0; i < NEWS_PER_TURN; i++) {
            int handle = tcp.nextReady();
            if (handle == Tcp.NONE) {
                return i > 0;
            }
            int signals = tcp.takeSignals(handle);
            if (outbound.isListener(handle)) {
                outbound.listenerReady(handle, nowNs);
            } else {
                relay.connectionReady(handle, signals, nowNs);
            }
        }
        return true;
    }

    private void socketReady(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        long nowNs = clock.nanos();
        if (key.isAcceptable()) {
            inbound.socketReady(key, nowNs);
        } else if (key.isConnectable()) {
            outbound.socketReady(key);
        } else {
            relay.socketReady(key, nowNs);
        }
    }

    private boolean isAlive(int remoteAddress, int remotePort, int localPort) {
        return relay.isAlive(remoteAddress, remotePort, localPort);
    }

    /** What the board has sent to the end is delivered; every other connection is reset. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        long nowNs = clock.nanos();
        inbound.close();
        outbound.close();
        relay.close(nowNs);
        gate.stop();
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
