package org.tcplite.bench.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * The kernel's TCP between two network namespaces, for perspective: with its system calls it is
 * another kind of thing than a stack within a process.
 *
 * @param driver the built program
 */
record LinuxKernel(Path driver, String release) implements Subject {

    @Override
    public String name() {
        return "Linux kernel";
    }

    @Override
    public String description() {
        return "Linux " + release + ", sockets over veth, one thread, system calls included";
    }

    @Override
    public boolean does(Case which) {
        return does(which.work()) && which.checksums() && which.isForPeers();
    }

    /** Whether it can do such work. */
    static boolean does(String work) {
        return work.equals("open-close") || work.equals("request-response");
    }

    @Override
    public List<String> command(Case which, int warmMs, int measureMs) {
        return which.inC(List.of(driver.toString()), List.of(which.text()), warmMs, measureMs);
    }
}
