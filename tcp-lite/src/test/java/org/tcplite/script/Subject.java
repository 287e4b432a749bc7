package org.tcplite.script;

import org.tcplite.tcp.TcpStatus;

/** What a script is played against: the calls of {@code Tcp} that the runner needs. */
interface Subject {

    int listen(int port, int backlog);

    int accept(int listener);

    int connect(int remoteAddress, int remotePort, int localPort, long nowNs);

    int read(int connection, byte[] destination, int length, long nowNs);

    int write(int connection, byte[] source, long nowNs);

    int shutdownWrite(int connection, long nowNs);

    int close(int handle, long nowNs);

    int abort(int handle, long nowNs);

    int setNoDelay(int connection, boolean noDelay, long nowNs);

    int setKeepAlive(int connection, int idleMs, int intervalMs, int probes, long nowNs);

    int setUserTimeout(int connection, int timeoutMs, long nowNs);

    int setConnectTimeout(int connection, int timeoutMs, long nowNs);

    int setTtl(int connection, int ttl);

    int setReceiveBuffer(int handle, int octets);

    int setSendBuffer(int handle, int octets);

    int setMaxSegment(int handle, int octets, long nowNs);

    int setBacklog(int listener, int backlog);

    int setDscp(int connection, int dscp);

    int ttlAndTos(int connection);

    int takeSignals(int handle);

    int endReason(int connection);

    int readable(int connection);

    int writable(int connection);

    int urgent(int connection);

    int remoteAddressOf(int connection);

    int remotePortOf(int connection);

    int localPortOf(int handle);

    boolean takeDeliveryTrouble(int connection);

    int statusRows();

    boolean status(int row, TcpStatus status, long nowNs);

    long counter(int id);

    int segmentArrives(byte[] segment, int source, int destination, int flags, long nowNs);

    int emitReply(byte[] frame, int offset, long nowNs);

    void dropReply();

    int nextOwing();

    int emit(int flow, byte[] frame, int offset, int limit, long nowNs);

    int localAddress(int flow);

    int remoteAddress(int flow);

    void icmpError(int type, int code, int rest, byte[] quoted, int local, int remote, long nowNs);

    int fireTimers(long nowNs);

    long nextDeadlineNs();
}
