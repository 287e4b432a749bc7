package org.tcplite.sim.control;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The protocol's transport: a Unix stream socket, or a port of 127.0.0.1. One client at a time; the
 * next one waits until it has gone.
 */
public final class ControlServer implements AutoCloseable {

    private final ControlSession session;
    private final ServerSocketChannel server;
    private final Path file;

    /** The one being served, or null. */
    private volatile SocketChannel client;

    private ControlServer(ControlSession session, ServerSocketChannel server, Path file) {
        this.session = session;
        this.server = server;
        this.file = file;
    }

    /** Listens on a Unix socket; a file that a dead process left behind is replaced. */
    public static ControlServer unix(Path path, ControlSession session) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        if (isStale(path, address)) {
            Files.delete(path);
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return new ControlServer(session, bound(server, address), path);
    }

    private static boolean isStale(Path path, SocketAddress address) throws IOException {
        boolean isSocket = Files.exists(path) && !Files.isRegularFile(path);
        if (!isSocket || Files.isDirectory(path)) {
            return false;
        }
        try {
            SocketChannel.open(address).close();
            throw new BindException(path + " is in use");
        } catch (ConnectException nobody) {
            return true;
        }
    }

    /** Listens on a port of 127.0.0.1; 0 is a free one. */
    public static ControlServer tcp(int port, ControlSession session) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ServerSocketChannel server = ServerSocketChannel.open();
        return new ControlServer(
                session, bound(server, new InetSocketAddress(loopback, port)), null);
    }

    private static ServerSocketChannel bound(ServerSocketChannel server, SocketAddress address)
            throws IOException {
        boolean good = false;
        try {
            server.bind(address);
            good = true;
            return server;
        } finally {
            if (!good) {
                server.close();
            }
        }
    }

    /** Where it listens: {@code unix:PATH} or {@code tcp:127.0.0.1:PORT}. */
    public String address() throws IOException {
        if (file != null) {
            return "unix:" + file;
        }
        InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
        return "tcp:127.0.0.1:" + address.getPort();
    }

    /** Serves one client after the other, until {@link #close()}. */
    public void serve() throws IOException {
        while (server.isOpen()) {
            try (SocketChannel next = server.accept()) {
                client = next;
                if (file == null) {
                    next.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                if (server.isOpen()) {
                    converse(next);
                }
            } catch (IOException e) {
                if (client == null && server.isOpen()) {
                    throw e; // not the client's doing
                }
            }
            client = null;
            if (server.isOpen()) {
                session.clientGone();
            }
        }
    }

    private void converse(SocketChannel channel) throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        boolean goesOn = true;
        while (goesOn) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException gone) {
                return;
            }
            if (length >= ControlSession.HEADER && length <= ControlSession.GREATEST_MESSAGE) {
                byte[] request = new byte[length];
                in.readFully(request);
                write(channel, session.answer(ByteBuffer.wrap(request)));
            } else {
                refuse(channel, in, length);
                goesOn = false; // where the next message begins is anybody's guess
            }
        }
    }

    /** Says what is wrong with a message's length; then the client is cut off. */
    private void refuse(SocketChannel channel, DataInputStream in, int length) throws IOException {
        boolean isShort = length >= 0 && length < ControlSession.HEADER;
        int verb = 0;
        int tag = 0;
        if (!isShort) {
            verb = in.readUnsignedByte();
            in.readByte();
            tag = in.readUnsignedShort();
        }
        int error = isShort ? Errno.INVAL : Errno.MSGSIZE;
        write(channel, session.reply(verb, tag, error, new byte[0]));
    }

    private static void write(SocketChannel channel, byte[] reply) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(reply);
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Ends {@link #serve}, from any thread, and removes the socket's file. */
    @Override
    public void close() throws IOException {
        server.close();
        SocketChannel present = client;
        if (present != null) {
            present.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
