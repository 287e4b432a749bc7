package org.tcplite.cortexm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace without a name, with a TAP device {@code tap0} at 10.0.0.1/24: it lives as
 * long as the process that holds it, and leaves nothing behind.
 */
final class PeerSpace implements AutoCloseable {

    private static final String SET_UP =
            "ip link set lo up && ip tuntap add dev tap0 mode tap"
                    + " && echo 1 >/proc/sys/net/ipv6/conf/tap0/disable_ipv6"
                    + " && ip addr add 10.0.0.1/24 dev tap0 && ip link set tap0 up"
                    + " && echo ready && exec sleep 600";

    private final Process holder;

    private PeerSpace(Process holder) {
        this.holder = holder;
    }

    static PeerSpace open() throws IOException {
        Process holder =
                new ProcessBuilder("unshare", "-n", "sh", "-c", SET_UP)
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (!"ready".equals(line)) {
            holder.destroy();
            throw new IOException("no namespace (root is needed): " + line);
        }
        return new PeerSpace(holder);
    }

    /** The words that run a command inside. */
    List<String> inside(String... words) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n"));
        all.addAll(List.of(words));
        return all;
    }

    Command run(String... words) throws IOException, InterruptedException {
        return Command.run(inside(words));
    }

    @Override
    public void close() {
        holder.destroyForcibly(); // nothing is lost: the namespace goes with its last process
    }
}
