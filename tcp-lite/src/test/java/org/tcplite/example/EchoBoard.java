package org.tcplite.example;

import org.tcplite.hal.Clock;
import org.tcplite.hal.Entropy;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.Idle;
import org.tcplite.hal.Wakeup;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.tcp.PortableOctets;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** A board's main loop: an echo server on port 7, one connection after another. */
public final class EchoBoard {

    private EchoBoard() {}

    /** For ever: poll, let the application have its turn, sleep until there is work. */
    public static void run(
            EthernetMac mac, Clock clock, Entropy entropy, Idle idle, Wakeup wakeup) {
        NetConfig config = new NetConfig();
        config.address = 10 << 24 | 2; // 10.0.0.2/24
        config.tcp.useBoardDefaults();
        NetworkStack stack = new NetworkStack(config, mac, entropy, new PortableOctets());
        if (stack.start(wakeup) != 0) {
            throw new RuntimeException("the MAC does not start");
        }
        Tcp tcp = stack.tcp();
        int listener = tcp.listen(7, 2);
        int connection = TcpError.WOULD_BLOCK;
        byte[] buffer = new byte[512];
        for (; ; ) {
            long now = clock.nanos();
            boolean more = stack.poll(now);
            if (connection < 0) {
                connection = tcp.accept(listener);
                more |= connection > 0;
            } else {
                int room = Math.min(tcp.writable(connection), buffer.length);
                int length = tcp.read(connection, buffer, 0, room, now);
                if (length > 0) {
                    tcp.write(connection, buffer, 0, length, now);
                } else if (length != 0 && length != TcpError.WOULD_BLOCK) {
                    tcp.close(connection, now); // end of stream, reset, time-out
                    connection = TcpError.WOULD_BLOCK;
                }
            }
            stack.transmit(now);
            if (!more) {
                idle.waitUntil(stack.pollAgainNs(now));
            }
        }
    }
}
