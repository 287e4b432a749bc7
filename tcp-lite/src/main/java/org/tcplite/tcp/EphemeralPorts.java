package org.tcplite.tcp;

/**
 * Chooses local ports for active opens (RFC 6056, algorithm 3): a counter plus a keyed hash of the
 * destination, over 1024..65535, past ports that are in use there or listened on.
 */
final class EphemeralPorts {

    private static final int FIRST = 1024;
    private static final int COUNT = 65536 - FIRST;

    private final Connections connections;
    private int counter;

    /** The destination asked for last, and the offset of its ports. */
    private int lastLocalAddress;

    private int lastAddress;
    private int lastPort;
    private int lastOffset;

    EphemeralPorts(Connections connections) {
        this.connections = connections;
    }

    /**
     * A free local port towards a destination, or {@link TcpError#NO_FREE_PORT}. It looks at no
     * more ports than there are connections, records and listeners to be in the way.
     */
    int choose(int localAddress, int remoteAddress, int remotePort) {
        int offset = offset(localAddress, remoteAddress, remotePort);
        int inTheWay =
                connections.tcbs.length
                        + connections.timeWait.capacity()
                        + connections.synQueue.capacity()
                        + connections.listeners.capacity();
        for (int tries = Math.min(inTheWay + 1, COUNT); tries > 0; tries--) {
            counter = counter + 1 & 0xffffff;
            int port = FIRST + (offset + counter) % COUNT;
            if (isFree(localAddress, remoteAddress, remotePort, port)) {
                return port;
            }
        }
        return TcpError.NO_FREE_PORT;
    }

    /** Where the ports towards a destination begin: 24 bits, the last one remembered. */
    private int offset(int localAddress, int remoteAddress, int remotePort) {
        if (remoteAddress != lastAddress
                || remotePort != lastPort
                || localAddress != lastLocalAddress) {
            long hash =
                    connections.sipHash.hash(
                            localAddress, remoteAddress, remotePort, SipHash.EPHEMERAL_PORT);
            lastOffset = (int) (hash >>> 40); // the sum with the counter stays positive
            lastLocalAddress = localAddress;
            lastAddress = remoteAddress;
            lastPort = remotePort;
        }
        return lastOffset;
    }

    /** True if no connection, half-open entry, TIME-WAIT record or listener has the port there. */
    boolean isFree(int localAddress, int remoteAddress, int remotePort, int localPort) {
        return connections.listeners.find(localPort) == Listeners.NONE
                && isTupleFree(localAddress, remoteAddress, remotePort << 16 | localPort);
    }

    /** True if the pair of sockets is not in use. */
    boolean isTupleFree(int localAddress, int remoteAddress, int ports) {
        if (connections.table.find(remoteAddress, ports) != ConnectionTable.NONE
                || connections.timeWait.find(remoteAddress, ports) != TimeWaitTable.NONE) {
            return false;
        }
        if (connections.synQueue.size() == 0) {
            return true;
        }
        long hash = connections.queueHash(remoteAddress, ports);
        return connections.synQueue.find(remoteAddress, ports, hash) == SynQueue.NONE;
    }
}
