package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.tcplite.sim.capture.FrameTap;
import org.tcplite.sim.mac.Frame;

/**
 * {@code unix:} and {@code tcp:}, connecting or listening: frames on a stream, as {@link
 * FrameStream} has them.
 *
 * <p>The carrier is there while a peer is. One that goes, or speaks nonsense, is said in one line
 * and counted; then a listening link takes the next, a connecting one tries again if it was told
 * {@code reconnect}, and otherwise stays down. Each new peer is sent an ARP announcement in the
 * board's name, as hypervisors do: passt cannot reach a station it has not heard. While the peer
 * takes nothing the frames wait in the MAC's ring. Nothing allocates per frame.
 */
public final class StreamLink extends SocketLink {

    private static final int CONNECT_MS = 5_000;
    private static final int MIN_FRAME = 60;
    private static final int ETHERNET_HEADER = 14;
    private static final int IP_HEADER = 20;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NS_PER_MS = 1_000_000;

    private final LinkSpec spec;
    private final SocketAddress address;
    private final Consumer<String> news;
    private final FrameStream frames = new FrameStream();

    /** An ARP announcement (RFC 5227), or null if there is no board to announce. */
    private final byte[] announcement;

    private ServerSocketChannel server;
    private SelectionKey serverKey;
    private String words;

    /** The peer, or the attempt to reach it. */
    private SocketChannel channel;

    private SelectionKey key;
    private long retryNs = NEVER;
    private long peers;
    private long malformed;
    private String lastReason = "";

    private StreamLink(LinkSpec spec, SocketAddress address, LinkSettings settings)
            throws IOException {
        super(settings.boardMac());
        this.spec = spec;
        this.address = address;
        news = settings.news;
        announcement = settings.announce ? announcement(settings.board) : null;
        words = spec.toString();
    }

    /**
     * Listens, or connects; one that is to reconnect need not succeed at first.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    static StreamLink open(LinkSpec spec, LinkSettings settings) throws LinkException {
        SocketAddress address = StreamSockets.addressOf(spec);
        StreamLink link = null;
        try {
            link = new StreamLink(spec, address, settings);
            if (spec.listens()) {
                link.listen();
            } else if (spec.reconnectMs() > 0) {
                link.connectLater();
            } else {
                link.connectNow();
            }
            return link;
        } catch (IOException | RuntimeException e) {
            String wayOut =
                    spec.listens()
                            ? "take another address"
                            : "start the peer first, or say --link " + spec + ",reconnect=2s";
            throw failure(spec, e, link == null ? null : link::closeQuietly, wayOut);
        }
    }

    /** Closes what was opened so far; the exception to throw. */
    static LinkException failure(
            LinkSpec spec, Exception cause, AutoCloseable opened, String wayOut) {
        if (opened != null) {
            try {
                opened.close();
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
        if (cause instanceof LinkException) {
            return (LinkException) cause;
        }
        return new LinkException(
                "--link " + spec + ": " + StreamSockets.reason(cause) + "; " + wayOut, cause);
    }

    private void listen() throws IOException {
        server = StreamSockets.listen(spec, address);
        server.configureBlocking(false);
        serverKey = server.register(selector, SelectionKey.OP_ACCEPT);
        if (address instanceof InetSocketAddress) {
            words = "tcp-listen:" + HostPort.of((InetSocketAddress) server.getLocalAddress());
        }
    }

    private void connectNow() throws IOException {
        channel = StreamSockets.open(address);
        if (address instanceof InetSocketAddress) {
            channel.socket().connect(address, CONNECT_MS);
        } else {
            channel.connect(address);
        }
        adopt();
    }

    /** Begins to connect; if it fails, tries again later. */
    private void connectLater() {
        retryNs = NEVER;
        try {
            channel = StreamSockets.open(address);
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                adopt();
            } else {
                key = channel.register(selector, SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            lost(StreamSockets.reason(e));
        }
    }

    /** {@link #channel} is connected. */
    private void adopt() throws IOException {
        channel.configureBlocking(false);
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        frames.reset();
        key = channel.register(selector, SelectionKey.OP_READ);
        if (serverKey != null) {
            serverKey.interestOps(0);
        }
        peers++;
        lastReason = "";
        setPeer(true);
        announce();
        news.accept("link " + words + ": up");
    }

    private void announce() throws IOException {
        if (announcement != null && mac.linkState() != 0) {
            show(FrameTap.OUT, announcement, 0, announcement.length, "the link's, for the board");
            frames.put(announcement, 0, announcement.length);
            setBlocked(!frames.writeTo(channel));
        }
    }

    private byte[] announcement(int board) {
        byte[] station = new byte[6];
        mac.macAddress(station, 0);
        ByteBuffer frame = ByteBuffer.allocate(MIN_FRAME);
        frame.putShort((short) -1).putInt(-1).put(station).putShort((short) 0x0806);
        frame.putShort((short) 1).putShort((short) 0x0800).putShort((short) 0x0604);
        frame.putShort((short) 1).put(station).putInt(board);
        frame.put(new byte[6]).putInt(board);
        return frame.array();
    }

    /** The peer went, or did not come. */
    private void lost(String reason) {
        boolean isNews = hasPeer() || !reason.equals(lastReason);
        lastReason = reason;
        setPeer(false);
        close(channel);
        channel = null;
        key = null;
        if (serverKey != null) {
            serverKey.interestOps(SelectionKey.OP_ACCEPT);
        } else if (spec.reconnectMs() > 0) {
            retryNs = clock.nanos() + spec.reconnectMs() * NS_PER_MS;
        }
        if (isNews) {
            news.accept("link " + words + ": down: " + reason + next());
        }
    }

    private String next() {
        if (serverKey != null) {
            return "; waiting for the next";
        }
        return spec.reconnectMs() > 0
                ? "; trying again every " + spec.reconnectMs() + " ms"
                : "; it stays down, ,reconnect=2s would try again";
    }

    // ---- what is asked

    /** Peers so far. */
    public long peers() {
        return peers;
    }

    /** Streams closed because a length was none. */
    public long malformed() {
        return malformed;
    }

    /** Why there is no peer, in words; empty if there is one or none has been. */
    public String lastReason() {
        return lastReason;
    }

    /** Closes the stream; then as if the peer had. On the loop's thread. */
    public void hangUp() {
        if (hasPeer()) {
            lost("hung up");
        }
    }

    @Override
    public String describe() {
        return words;
    }

    // ---- the loop

    @Override
    SelectionKey frames() {
        return hasPeer() ? key : null;
    }

    @Override
    void otherwiseReady(SelectionKey other) {
        try {
            if (other != serverKey) {
                channel.finishConnect();
                adopt();
            } else if (channel == null) {
                channel = server.accept();
                if (channel != null) {
                    adopt();
                }
            }
        } catch (IOException e) {
            lost(StreamSockets.reason(e));
        }
    }

    @Override
    boolean tick(long nowNs) {
        if (retryNs == NEVER || retryNs - nowNs > 0) {
            return false;
        }
        connectLater();
        return true;
    }

    @Override
    public long nextDeadlineNs() {
        long deadlineNs = super.nextDeadlineNs();
        if (retryNs == NEVER || deadlineNs == NEVER) {
            return deadlineNs == NEVER ? retryNs : deadlineNs;
        }
        return retryNs - deadlineNs < 0 ? retryNs : deadlineNs;
    }

    @Override
    boolean receive() {
        int budget = FRAMES_PER_TURN;
        while (hasPeer()) {
            int length;
            while ((length = frames.next()) > 0) {
                if (budget-- == 0 || !wantsFrame()) {
                    return true;
                }
                deliver(frames.array(), frames.offset(), length);
                frames.take();
            }
            if (length == FrameStream.MALFORMED) {
                malformed++;
                lost(
                        "the peer sent a length of "
                                + frames.length()
                                + ", which no frame has: it does not speak 4-octet lengths");
                return false;
            }
            if (readMore() == 0) {
                return false;
            }
        }
        return false;
    }

    /** Octets read; 0 if there are none now, or no more at all. */
    private int readMore() {
        try {
            int count = frames.readFrom(channel);
            if (count >= 0) {
                return count;
            }
            lost(frames.isWithinFrame() ? "the peer ended within a frame" : "the peer ended");
        } catch (IOException e) {
            lost(StreamSockets.reason(e));
        }
        return 0;
    }

    @Override
    boolean send() {
        int taken = 0;
        Frame frame;
        while (taken < FRAMES_PER_TURN
                && frames.hasRoom(mac.maxFrame())
                && (frame = mac.pollTransmitted()) != null) {
            int length = unpadded(frame.octets, frame.offset, frame.length);
            show(FrameTap.OUT, frame.octets, frame.offset, length);
            frames.put(frame.octets, frame.offset, length);
            mac.releaseTransmitted();
            taken++;
        }
        if (hasPeer()) {
            try {
                setBlocked(!frames.writeTo(channel));
            } catch (IOException e) {
                lost(StreamSockets.reason(e));
            }
        }
        return taken > 0;
    }

    /**
     * The length without Ethernet's padding, which a stream does not need: passt of 2023 takes the
     * padding of an acknowledgment for text.
     */
    static int unpadded(byte[] frame, int offset, int length) {
        if (length != MIN_FRAME || frame[offset + 12] != 8 || frame[offset + 13] != 0) {
            return length;
        }
        int total = (frame[offset + 16] & 0xff) << 8 | frame[offset + 17] & 0xff;
        return total < IP_HEADER ? length : Math.min(length, ETHERNET_HEADER + total);
    }

    // ---- the end

    private void close(Channel open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            lastReason = StreamSockets.reason(e);
        }
    }

    private void closeQuietly() {
        close(channel);
        channel = null;
        super.close();
    }

    @Override
    void closeChannels() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (server != null) {
            server.close();
            StreamSockets.remove(address);
        }
    }
}
