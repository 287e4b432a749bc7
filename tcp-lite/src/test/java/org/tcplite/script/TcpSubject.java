package org.tcplite.script;

import java.util.Arrays;
import org.tcplite.tcp.InternetLayer;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpStatus;

/** The real thing. */
record TcpSubject(Tcp tcp) implements Subject {

    /** Octets round a segment in its packet: other headers before, a trailer behind. */
    private static final int BEFORE = 34;

    private static final int AFTER = 4;

    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    static TcpSubject of(ScriptOptions options) {
        return new TcpSubject(
                new Tcp(
                        options.config,
                        new PortableOctets(),
                        new Network(options.pathMtu),
                        KEY_0,
                        KEY_1,
                        !options.weakEntropy));
    }

    /** One link 10.0.0.0/24 with a gateway; 192.0.2.0/24 cannot be reached. */
    private record Network(int mtu) implements InternetLayer {

        @Override
        public int sourceAddressFor(int remote) {
            int first = remote >>> 24;
            if (first == 0 || first == 127 || first >= 224 || remote == Flow.LINK_BROADCAST) {
                return BAD_DESTINATION;
            }
            return remote >>> 8 == 0xc00002 ? NO_ROUTE : Flow.LOCAL;
        }

        @Override
        public int mtuTo(int remote) {
            return mtu;
        }
    }

    @Override
    public int listen(int port, int backlog) {
        return tcp.listen(port, backlog);
    }

    @Override
    public int accept(int listener) {
        return tcp.accept(listener);
    }

    @Override
    public int connect(int remoteAddress, int remotePort, int localPort, long nowNs) {
        return tcp.connect(remoteAddress, remotePort, localPort, nowNs);
    }

    @Override
    public int read(int connection, byte[] destination, int length, long nowNs) {
        return tcp.read(connection, destination, 0, length, nowNs);
    }

    @Override
    public int write(int connection, byte[] source, long nowNs) {
        return tcp.write(connection, source, 0, source.length, nowNs);
    }

    @Override
    public int shutdownWrite(int connection, long nowNs) {
        return tcp.shutdownWrite(connection, nowNs);
    }

    @Override
    public int close(int handle, long nowNs) {
        return tcp.close(handle, nowNs);
    }

    @Override
    public int abort(int handle, long nowNs) {
        return tcp.abort(handle, nowNs);
    }

    @Override
    public int setNoDelay(int connection, boolean noDelay, long nowNs) {
        return tcp.setNoDelay(connection, noDelay, nowNs);
    }

    @Override
    public int setKeepAlive(int connection, int idleMs, int intervalMs, int probes, long nowNs) {
        return tcp.setKeepAlive(connection, idleMs, intervalMs, probes, nowNs);
    }

    @Override
    public int setUserTimeout(int connection, int timeoutMs, long nowNs) {
        return tcp.setUserTimeout(connection, timeoutMs, nowNs);
    }

    @Override
    public int setConnectTimeout(int connection, int timeoutMs, long nowNs) {
        return tcp.setConnectTimeout(connection, timeoutMs, nowNs);
    }

    @Override
    public int setTtl(int connection, int ttl) {
        return tcp.setTtl(connection, ttl);
    }

    @Override
    public int setReceiveBuffer(int handle, int octets) {
        return tcp.setReceiveBuffer(handle, octets);
    }

    @Override
    public int setSendBuffer(int handle, int octets) {
        return tcp.setSendBuffer(handle, octets);
    }

    @Override
    public int setMaxSegment(int handle, int octets, long nowNs) {
        return tcp.setMaxSegment(handle, octets, nowNs);
    }

    @Override
    public int setBacklog(int listener, int backlog) {
        return tcp.setBacklog(listener, backlog);
    }

    @Override
    public int setDscp(int connection, int dscp) {
        return tcp.setDscp(connection, dscp);
    }

    @Override
    public int ttlAndTos(int connection) {
        return tcp.ttlAndTos(tcp.slotOf(connection));
    }

    @Override
    public int takeSignals(int handle) {
        return tcp.takeSignals(handle);
    }

    @Override
    public int endReason(int connection) {
        return tcp.endReason(connection);
    }

    @Override
    public int readable(int connection) {
        return tcp.readable(connection);
    }

    @Override
    public int writable(int connection) {
        return tcp.writable(connection);
    }

    @Override
    public int urgent(int connection) {
        return tcp.urgent(connection);
    }

    @Override
    public int remoteAddressOf(int connection) {
        return tcp.remoteAddressOf(connection);
    }

    @Override
    public int remotePortOf(int connection) {
        return tcp.remotePortOf(connection);
    }

    @Override
    public int localPortOf(int handle) {
        return tcp.localPortOf(handle);
    }

    @Override
    public boolean takeDeliveryTrouble(int connection) {
        return tcp.takeDeliveryTrouble(tcp.slotOf(connection));
    }

    @Override
    public int statusRows() {
        return tcp.statusRows();
    }

    @Override
    public boolean status(int row, TcpStatus status, long nowNs) {
        return tcp.status(row, status, nowNs);
    }

    @Override
    public long counter(int id) {
        return tcp.counter(id);
    }

    @Override
    public int segmentArrives(byte[] segment, int source, int destination, int flags, long nowNs) {
        byte[] packet = new byte[BEFORE + segment.length + AFTER];
        Arrays.fill(packet, (byte) 0xa5);
        System.arraycopy(segment, 0, packet, BEFORE, segment.length);
        byte[] copy = packet.clone();
        int answer =
                tcp.segmentArrives(
                        packet, BEFORE, segment.length, source, destination, flags, nowNs);
        if (!Arrays.equals(copy, packet)) {
            throw new IllegalStateException("the stack wrote to a segment it received");
        }
        return answer;
    }

    @Override
    public int emitReply(byte[] frame, int offset, long nowNs) {
        return tcp.emitReply(frame, offset, nowNs);
    }

    @Override
    public void dropReply() {
        tcp.dropReply();
    }

    @Override
    public int nextOwing() {
        return tcp.nextOwing();
    }

    @Override
    public int emit(int flow, byte[] frame, int offset, int limit, long nowNs) {
        return tcp.emit(flow, frame, offset, limit, nowNs);
    }

    @Override
    public int localAddress(int flow) {
        return tcp.localAddress(flow);
    }

    @Override
    public int remoteAddress(int flow) {
        return tcp.remoteAddress(flow);
    }

    @Override
    public void icmpError(
            int type, int code, int rest, byte[] quoted, int local, int remote, long nowNs) {
        tcp.icmpError(type, code, rest, quoted, 0, local, remote, nowNs);
    }

    @Override
    public int fireTimers(long nowNs) {
        return tcp.fireTimers(nowNs, Integer.MAX_VALUE);
    }

    @Override
    public long nextDeadlineNs() {
        return tcp.nextDeadlineNs();
    }
}
