package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.Frame;
import org.tcplite.sim.mac.MacConfig;

/**
 * {@code udp:LOCAL/REMOTE}: one datagram is one frame, as in QEMU's {@code -netdev dgram}, or from
 * board to board.
 *
 * <p>There is no peer to come and go, only one that answers or does not: the carrier is always
 * there, and what the desktop says about an absent peer is counted and otherwise ignored. Datagrams
 * of others than REMOTE do not arrive. Nothing allocates per frame.
 */
public final class UdpLink extends SocketLink {

    /** Room for a window of frames, where the desktop allows it. */
    private static final int SOCKET_BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final SelectionKey key;
    private final String words;

    /** One octet longer than a frame can be, which shows what is too long. */
    private final ByteBuffer in;

    private final ByteBuffer out;

    private long refused;
    private long oversize;
    private long sendErrors;

    private UdpLink(DatagramChannel channel, String words, MacConfig config) throws IOException {
        super(config);
        this.channel = channel;
        this.words = words;
        in = ByteBuffer.allocate(mac.maxFrame() + 1);
        out = ByteBuffer.allocate(mac.maxFrame());
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        setPeer(true);
    }

    /**
     * Binds LOCAL and sends to REMOTE.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    static UdpLink open(LinkSpec spec, MacConfig config) throws LinkException {
        String[] ends = spec.name().split("/");
        InetSocketAddress local = HostPort.parse(ends[0]).resolve(spec.toString());
        InetSocketAddress remote = HostPort.parse(ends[1]).resolve(spec.toString());
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(local);
            channel.connect(remote);
            InetSocketAddress taken = (InetSocketAddress) channel.getLocalAddress();
            String words = "udp:" + HostPort.of(taken) + "/" + HostPort.of(remote);
            return new UdpLink(channel, words, config);
        } catch (IOException | RuntimeException e) {
            throw StreamLink.failure(
                    spec, e, channel, "is LOCAL an address of this desktop, and its port free?");
        }
    }

    /** The local port. */
    public int port() {
        return channel.socket().getLocalPort();
    }

    /** Times the desktop said that nobody listens at REMOTE. */
    public long refused() {
        return refused;
    }

    /** Datagrams longer than the board's greatest frame, dropped. */
    public long oversize() {
        return oversize;
    }

    /** Frames the desktop would not send, for another reason than {@link #refused()}. */
    public long sendErrors() {
        return sendErrors;
    }

    @Override
    public long unsent() {
        return refused + sendErrors;
    }

    @Override
    public String describe() {
        return words;
    }

    @Override
    SelectionKey frames() {
        return key;
    }

    @Override
    void otherwiseReady(SelectionKey other) {
        throw new IllegalStateException("there is one channel");
    }

    @Override
    boolean receive() {
        for (int i = 0; i < FRAMES_PER_TURN; i++) {
            if (!wantsFrame()) {
                return true;
            }
            try {
                in.clear();
                int length = channel.read(in);
                if (length <= 0) {
                    return false;
                }
                if (length > mac.maxFrame()) {
                    oversize++;
                } else {
                    deliver(in.array(), 0, length);
                }
            } catch (PortUnreachableException e) {
                refused++;
            } catch (IOException e) {
                return false; // closed, or the interface went; the next datagram says
            }
        }
        return true;
    }

    @Override
    boolean send() {
        boolean any = false;
        Frame frame;
        for (int i = 0; i < FRAMES_PER_TURN && (frame = mac.pollTransmitted()) != null; i++) {
            any = true;
            out.clear();
            out.put(frame.octets, frame.offset, frame.length).flip();
            try {
                if (channel.write(out) == 0) {
                    setBlocked(true);
                    return true;
                }
            } catch (PortUnreachableException e) {
                refused++;
                continue; // said of an earlier frame; this one has not been sent yet
            } catch (IOException e) {
                sendErrors++;
            }
            show(FrameTap.OUT, frame.octets, frame.offset, frame.length);
            mac.releaseTransmitted();
        }
        setBlocked(false);
        return any;
    }

    @Override
    void closeChannels() throws IOException {
        channel.close();
    }
}
