package org.tcplite.sim.link;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The Linux side of a macvtap: an interface of its own on the network of another, whose frames are
 * those of {@code /dev/tapN}, where N is the interface's index.
 */
final class MacvtapDevice {

    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final HexFormat STATION = HexFormat.ofDelimiter(":");

    private MacvtapDevice() {}

    /** The lines to type so that the interface exists, is up, and its node belongs to the user. */
    static List<String> commands(String name) {
        return List.of(
                "ip link add link eth0 name " + name + " type macvtap mode bridge",
                "ip link set " + name + " up",
                "chown $USER /dev/tap$(cat " + INTERFACES.resolve(name).resolve("ifindex") + ")");
    }

    /**
     * The interface's station address: the network brings no frames for another.
     *
     * @param wanted what the user has asked for, or null
     * @throws LinkException in one line, if that is another
     */
    static byte[] stationAddress(String name, byte[] wanted) throws LinkException {
        require(name);
        byte[] address = STATION.parseHex(attribute(name, "address"));
        if (wanted != null && !Arrays.equals(wanted, address)) {
            String asked = STATION.formatHex(wanted);
            throw new LinkException(
                    what(name)
                            + "the interface has the station address "
                            + STATION.formatHex(address)
                            + ", and frames for another do not come; leave --mac away, or type: "
                            + "sudo ip link set "
                            + name
                            + " address "
                            + asked);
        }
        return address;
    }

    /**
     * Opens the interface's node, for bare frames.
     *
     * @throws LinkException in one line: what, why, the way out
     */
    static RandomAccessFile open(String name) throws LinkException {
        require(name);
        Path node = Path.of("/dev", "tap" + attribute(name, "ifindex"));
        if (!Files.exists(node)) {
            throw new LinkException(
                    what(name) + "there is no " + node + "; give the container the device");
        }
        try {
            return TunDevice.attach(
                    what(name),
                    node,
                    name,
                    errno ->
                            "ioctl TUNSETIFF failed with error " + errno + "; use --link tap:tap0");
        } catch (FileNotFoundException e) {
            throw new LinkException(
                    what(name) + "cannot open " + e.getMessage() + "; type: " + typed(name, 2), e);
        }
    }

    /** That there is such an interface, and that it is a macvtap. */
    private static void require(String name) throws LinkException {
        TunDevice.requireLinux(what(name), "macvtap");
        if (!Files.exists(INTERFACES.resolve(name))) {
            throw new LinkException(
                    what(name) + "there is no such interface; type: " + typed(name, 0));
        }
        if (!Files.exists(INTERFACES.resolve(name).resolve("macvtap"))) {
            throw new LinkException(
                    what(name)
                            + "the interface exists and is no macvtap; take another name, as in"
                            + " macvtap:macvtap0");
        }
    }

    private static String typed(String name, int from) {
        List<String> lines = commands(name);
        return "sudo " + String.join(" && sudo ", lines.subList(from, lines.size()));
    }

    private static String attribute(String name, String attribute) throws LinkException {
        Path file = INTERFACES.resolve(name).resolve(attribute);
        try {
            return Files.readString(file).strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new LinkException(
                    what(name) + "cannot read " + file + "; use --link tap:tap0", e);
        }
    }

    private static String what(String name) {
        return "--link macvtap:" + name + ": ";
    }
}
