package org.tcplite.bench.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * One build of lwIP.
 *
 * @param built the directory its build script filled
 * @param march {@code native} or {@code default}
 * @param checksum {@code hook}, {@code stock} or {@code nosum}
 */
record Lwip(Path built, String version, String march, String checksum) implements Subject {

    @Override
    public String name() {
        return "lwIP " + march + (checksum.equals("nosum") ? "" : " " + checksum);
    }

    @Override
    public String description() {
        String flags = march.equals("native") ? "-O3 -flto -march=native" : "-O3 -flto";
        String sums =
                checksum.equals("hook")
                        ? "vectorized checksum hook"
                        : checksum.equals("stock") ? "lwIP's own checksum" : "checksums off";
        return version + ", tuned, " + flags + ", " + sums;
    }

    @Override
    public boolean isPeer() {
        return true;
    }

    @Override
    public boolean does(Case which) {
        return which.isForPeers() && which.checksums() != checksum.equals("nosum");
    }

    @Override
    public List<String> command(Case which, int warmMs, int measureMs) {
        List<String> program =
                List.of(
                        built.resolve("lwbench-" + march).toString(),
                        built.resolve(march + "-" + checksum + "-a.so").toString(),
                        built.resolve(march + "-" + checksum + "-b.so").toString());
        return which.inC(program, List.of(which.text(), which.turn()), warmMs, measureMs);
    }
}
