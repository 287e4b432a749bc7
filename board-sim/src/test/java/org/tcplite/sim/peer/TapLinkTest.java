package org.tcplite.sim.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tcplite.hal.EthernetMac;
import org.tcplite.sim.link.LinkException;
import org.tcplite.sim.link.TapLink;
import org.tcplite.sim.mac.MacConfig;
import org.tcplite.sim.time.ParkIdle;
import org.tcplite.sim.time.SystemClock;

/** The TAP link alone, without a stack: a responder of a few lines answers the kernel's pings. */
@Tag("tap")
@Timeout(120)
class TapLinkTest {

    private static final long TICK_NS = 1_000_000_000L;

    @BeforeAll
    static void usable() {
        PeerNamespace.assumeUsable("ping");
    }

    @Test
    void theKernelPingsThroughTheLink() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create();
                TapLink link = TapLink.open(peer.deviceName(), new MacConfig());
                Responder responder = new Responder(link)) {
            responder.start();
            peer.adopt(peer.deviceName(), "10.0.0.1/24");
            PeerNamespace.Result result =
                    peer.run("ping", "-q", "-i0.002", "-c500", "-s1400", "10.0.0.2")
                            .assertSuccess();
            assertTrue(result.text().contains(" 0% packet loss"), result.text());
        }
    }

    @Test
    void nothingIsAllocatedPerFrame() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create();
                TapLink link = TapLink.open(peer.deviceName(), new MacConfig());
                Responder responder = new Responder(link)) {
            responder.start();
            peer.adopt(peer.deviceName(), "10.0.0.1/24");
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long[] ids = {threadNamed("tap-" + peer.deviceName()), responder.thread.getId()};
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long before = allocated(threads, ids);
                peer.run("ping", "-q", "-i0.001", "-c300", "10.0.0.2").assertSuccess();
                least = Math.min(least, allocated(threads, ids) - before);
            }
            assertEquals(0, least);
        }
    }

    private static long allocated(ThreadMXBean threads, long[] ids) {
        long sum = 0;
        for (long id : ids) {
            sum += threads.getThreadAllocatedBytes(id);
        }
        return sum;
    }

    @Test
    void anInterfaceThatIsDownIsCountedNotThrown() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create();
                TapLink link = TapLink.open(peer.deviceName(), new MacConfig())) {
            EthernetMac mac = link.mac();
            mac.start(() -> {});
            assertTrue(mac.txClaim(60));
            mac.txCommit(60, 0);
            link.turn(0);
            assertEquals(1, link.writeErrors());
        }
    }

    @Test
    void aDeviceThatDisappearsTakesTheLinkDown() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create();
                TapLink link = TapLink.open(peer.deviceName(), new MacConfig())) {
            peer.adopt(peer.deviceName(), "10.0.0.1/24");
            peer.run("ip", "link", "del", peer.deviceName()).assertSuccess();
            for (int i = 0; i < 500 && !link.isGone(); i++) {
                Thread.sleep(10);
            }
            assertTrue(link.isGone());
            assertEquals(0, link.mac().linkState());
        }
    }

    @Test
    void closeEndsTheReaderAndLeavesNoDevice() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create()) {
            TapLink link = TapLink.open(peer.deviceName(), new MacConfig());
            assertTrue(Files.exists(Path.of("/sys/class/net", peer.deviceName())));
            long start = System.nanoTime();
            link.close();
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
            assertEquals(-1, threadNamed("tap-" + peer.deviceName()));
            assertFalse(Files.exists(Path.of("/sys/class/net", peer.deviceName())));
        }
    }

    @Test
    void aDeviceInUseIsRefusedInOneLine() throws Exception {
        try (PeerNamespace peer = PeerNamespace.create();
                TapLink link = TapLink.open(peer.deviceName(), new MacConfig())) {
            LinkException e =
                    assertThrows(
                            LinkException.class,
                            () -> TapLink.open(peer.deviceName(), new MacConfig()));
            assertEquals(
                    "--link "
                            + link.describe()
                            + ": another program has the device open; end it, or take another name",
                    e.getMessage());
        }
    }

    @Test
    void aDeviceOfAnotherKindIsRefusedInOneLine() {
        LinkException e =
                assertThrows(LinkException.class, () -> TapLink.open("lo", new MacConfig()));
        assertEquals(
                "--link tap:lo: the device exists and is no TAP device; take another name",
                e.getMessage());
    }

    private static long threadNamed(String name) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(name)) {
                return thread.getId();
            }
        }
        return -1;
    }

    /** Answers ARP requests and pings by turning the frame round; a loop as a board's. */
    private static final class Responder implements AutoCloseable {
        private final TapLink link;
        private final EthernetMac mac;
        private final ParkIdle idle;
        private final SystemClock clock = new SystemClock();
        private final byte[] address = new byte[6];
        private final Thread thread;
        private volatile boolean stopped;

        Responder(TapLink link) {
            this.link = link;
            mac = link.mac();
            mac.macAddress(address, 0);
            idle = new ParkIdle(clock);
            mac.start(idle);
            thread = new Thread(this::loop, "responder");
        }

        void start() {
            thread.start();
        }

        private void loop() {
            while (!stopped) {
                int length;
                while ((length = mac.rxPoll()) > 0) {
                    answer(mac.rxBuffer(), mac.rxOffset(), length);
                    mac.rxRelease();
                }
                if (!link.turn(0)) {
                    idle.waitUntil(clock.nanos() + TICK_NS);
                }
            }
        }

        private void answer(byte[] in, int i, int length) {
            boolean arp = in[i + 12] == 8 && in[i + 13] == 6 && in[i + 21] == 1;
            boolean echo = in[i + 12] == 8 && in[i + 13] == 0 && in[i + 23] == 1 && in[i + 34] == 8;
            if (!arp && !echo || !mac.txClaim(length)) {
                return;
            }
            byte[] out = mac.txBuffer();
            int o = mac.txOffset();
            System.arraycopy(in, i, out, o, length);
            System.arraycopy(in, i + 6, out, o, 6);
            System.arraycopy(address, 0, out, o + 6, 6);
            if (arp) {
                out[o + 21] = 2;
                System.arraycopy(in, i + 22, out, o + 32, 10);
                System.arraycopy(address, 0, out, o + 22, 6);
                System.arraycopy(in, i + 38, out, o + 28, 4);
            } else {
                System.arraycopy(in, i + 26, out, o + 30, 4);
                System.arraycopy(in, i + 30, out, o + 26, 4);
                out[o + 34] = 0;
                int sum = (in[i + 36] & 0xff) << 8 | in[i + 37] & 0xff;
                sum += 0x0800; // the type went from 8 to 0 (RFC 1624)
                sum = (sum & 0xffff) + (sum >>> 16);
                out[o + 36] = (byte) (sum >>> 8);
                out[o + 37] = (byte) sum;
            }
            mac.txCommit(length, 0);
        }

        @Override
        public void close() {
            stopped = true;
            idle.signal();
        }
    }
}
