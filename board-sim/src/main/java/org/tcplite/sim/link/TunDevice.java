package org.tcplite.sim.link;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The Linux side of a TAP device: {@code /dev/net/tun}, or the node of a macvtap, opened and
 * attached to one interface.
 *
 * <p>Frames are read through the file's channel and written through the file itself: a channel
 * takes one lock for both directions, and a blocked reader would block the writer. The one call for
 * which Java has no words, {@code ioctl(TUNSETIFF)}, is {@link TunIoctl}'s.
 */
final class TunDevice {

    private static final Path NODE = Path.of("/dev/net/tun");

    private static final int EPERM = 1;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;

    private TunDevice() {}

    /** Says why an interface could not be attached to, from an errno. */
    interface Reasons {
        String of(int errno);
    }

    /**
     * Opens a TAP device; one that does not exist is made, if the process may.
     *
     * @param lines what to type so that the device exists, for the way out
     * @throws LinkException in one line: what, why, the way out
     */
    static RandomAccessFile open(String name, List<String> lines) throws LinkException {
        String what = "--link tap:" + name + ": ";
        requireLinux(what, "TAP");
        if (!Files.exists(NODE)) {
            throw new LinkException(
                    what
                            + "there is no "
                            + NODE
                            + "; load it (sudo modprobe tun), give the container"
                            + " the device, or use --link forward");
        }
        try {
            return attach(what, NODE, name, errno -> why(name, errno, lines));
        } catch (FileNotFoundException e) {
            throw new LinkException(
                    what + "cannot open " + e.getMessage() + "; run as root, or use --link forward",
                    e);
        }
    }

    static void requireLinux(String what, String devices) throws LinkException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new LinkException(
                    what
                            + devices
                            + " devices are Linux's, this is "
                            + System.getProperty("os.name")
                            + "; use --link forward");
        }
    }

    /**
     * Opens a node and has it carry bare Ethernet frames of an interface.
     *
     * @param what how messages begin
     * @throws FileNotFoundException if the node cannot be opened
     */
    static synchronized RandomAccessFile attach(
            String what, Path node, String name, Reasons reasons)
            throws LinkException, FileNotFoundException {
        RandomAccessFile file = null;
        try {
            Set<Integer> before = descriptors(node);
            file = new RandomAccessFile(node.toFile(), "rw");
            Set<Integer> after = descriptors(node);
            after.removeAll(before);
            if (after.size() != 1) {
                throw new IOException("/proc/self/fd does not show the file just opened");
            }
            int errno = TunIoctl.attach(after.iterator().next(), name);
            if (errno != 0) {
                throw new LinkException(what + reasons.of(errno));
            }
            RandomAccessFile attached = file;
            file = null;
            return attached;
        } catch (FileNotFoundException | LinkException e) {
            throw e;
        } catch (IOException e) {
            throw new LinkException(what + e.getMessage() + "; use --link forward", e);
        } catch (LinkageError e) {
            throw new LinkException(
                    what
                            + "JNA is missing or cannot load its library ("
                            + e.getMessage()
                            + "); put net.java.dev.jna:jna on the class path,"
                            + " or use --link forward",
                    e);
        } finally {
            closeQuietly(file);
        }
    }

    /** The descriptors of this process that are the node. */
    private static Set<Integer> descriptors(Path node) throws IOException {
        Set<Integer> found = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : all) {
                try {
                    Path number = entry.getFileName();
                    if (number != null && Files.readSymbolicLink(entry).equals(node)) {
                        found.add(Integer.valueOf(number.toString()));
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return found;
    }

    private static String why(String name, int errno, List<String> lines) {
        boolean exists = Files.exists(Path.of("/sys/class/net", name));
        switch (errno) {
            case EPERM:
            case EACCES:
                String typed = "sudo " + String.join(" && sudo ", lines);
                return exists
                        ? "the device belongs to another user; type: sudo ip link del "
                                + name
                                + " && "
                                + typed
                        : "no such device, and no right to make it; type: " + typed;
            case EBUSY:
                return "another program has the device open; end it, or take another name";
            case EINVAL:
                return exists
                        ? "the device exists and is no TAP device; take another name"
                        : "the kernel refuses the name; take another, as in tap:tap0";
            default:
                return "ioctl TUNSETIFF failed with error " + errno + "; use --link forward";
        }
    }

    private static void closeQuietly(RandomAccessFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // the reason it is closed is already on its way to the user
                return;
            }
        }
    }
}
