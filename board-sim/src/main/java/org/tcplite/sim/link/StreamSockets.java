package org.tcplite.sim.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The desktop's stream sockets, which are found by an address or by a file. */
final class StreamSockets {

    private StreamSockets() {}

    /** Where a stream link listens or connects. */
    static SocketAddress addressOf(LinkSpec spec) throws LinkException {
        if (spec.kind() == LinkSpec.Kind.TCP || spec.kind() == LinkSpec.Kind.TCP_LISTEN) {
            return HostPort.parse(spec.name()).resolve(spec.toString());
        }
        return UnixDomainSocketAddress.of(spec.name());
    }

    /** A socket for that kind of address, not connected yet. */
    static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress
                ? SocketChannel.open()
                : SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /** Listens; a file left by a process that is no more is taken over. */
    static ServerSocketChannel listen(LinkSpec spec, SocketAddress address) throws IOException {
        ServerSocketChannel server;
        if (address instanceof InetSocketAddress) {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        } else {
            makeWay(spec, (UnixDomainSocketAddress) address);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        }
        boolean good = false;
        try {
            server.bind(address, 1);
            good = true;
            return server;
        } finally {
            if (!good) {
                server.close();
            }
        }
    }

    private static void makeWay(LinkSpec spec, UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new LinkException(
                    "--link " + spec + ": the file exists and is no socket; take another path");
        }
        if (isListening(address)) {
            throw new LinkException(
                    "--link "
                            + spec
                            + ": somebody listens there; take another path, or connect with unix:"
                            + spec.name());
        }
        Files.delete(file);
    }

    private static boolean isListening(UnixDomainSocketAddress address) throws IOException {
        try {
            SocketChannel.open(address).close();
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Removes the file of a listening socket. */
    static void remove(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            Files.deleteIfExists(((UnixDomainSocketAddress) address).getPath());
        }
    }

    /** An exception in a few words. */
    static String reason(Exception e) {
        if (e instanceof SocketException && e.getMessage() == null) {
            return "the desktop refused";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
