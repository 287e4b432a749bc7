package org.tcplite.sim.cli;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the control sockets of this user's boards stand: one file a process, {@code PID.sock}, in a
 * directory that only the user may enter.
 */
final class ControlDirectory {

    private static final String SUFFIX = ".sock";
    private static final String NAME = "tcp-lite";
    private static final Set<PosixFilePermission> MINE_ALONE =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;

    private ControlDirectory(Path directory) {
        this.directory = directory;
    }

    /** A directory by its path, for tests. */
    static ControlDirectory at(Path directory) {
        return new ControlDirectory(directory);
    }

    /** {@code $XDG_RUNTIME_DIR/tcp-lite}, or {@code tcp-lite-USER} among the temporary files. */
    static ControlDirectory ofThisUser() {
        return ofUser(System.getenv(), System.getProperty("user.name"));
    }

    static ControlDirectory ofUser(Map<String, String> environment, String user) {
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && Files.isWritable(Path.of(runtime))) {
            return new ControlDirectory(Path.of(runtime, NAME));
        }
        return new ControlDirectory(
                Path.of(System.getProperty("java.io.tmpdir"), NAME + "-" + user));
    }

    /** The socket of a process; the directory is made if need be. */
    Path socketOf(long processId) throws IOException {
        make();
        Path socket = directory.resolve(processId + SUFFIX);
        Files.deleteIfExists(socket); // of an earlier process with this number
        return socket;
    }

    /** Processes with a socket here, by number; those whose process is gone are removed. */
    List<Long> processes() throws IOException {
        List<Long> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        checkIsMine();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = directory.relativize(file).toString();
                String digits = name.substring(0, name.length() - SUFFIX.length());
                if (!digits.matches("\\d{1,18}")) {
                    continue;
                }
                long processId = Long.parseLong(digits);
                if (ProcessHandle.of(processId).isPresent()) {
                    found.add(processId);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    /** Where to connect to. */
    UnixDomainSocketAddress address(long processId) {
        return UnixDomainSocketAddress.of(directory.resolve(processId + SUFFIX));
    }

    /** A socket that nobody listens on any more. */
    void removeStale(long processId) throws IOException {
        Files.deleteIfExists(directory.resolve(processId + SUFFIX));
    }

    private void make() throws IOException {
        try {
            if (isPosix()) {
                FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(MINE_ALONE);
                Files.createDirectory(directory, mode);
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            checkIsMine();
        }
    }

    /** Somebody else could have made the directory first. */
    private void checkIsMine() throws IOException {
        if (!isPosix()) {
            return;
        }
        PosixFileAttributes attributes =
                Files.readAttributes(
                        directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isMine =
                attributes.isDirectory()
                        && attributes.permissions().equals(MINE_ALONE)
                        && attributes.owner().equals(ownerOfNewFiles());
        if (!isMine) {
            throw new IOException(
                    directory + " is not a directory of this user alone (mode 700): remove it");
        }
    }

    private static Object ownerOfNewFiles() throws IOException {
        Path probe = Files.createTempFile(NAME, null);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
