package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tcplite.tcp.SegmentTarget;

/** The inputs the fuzzer has found worth keeping, played back without it. */
class CorpusTest {

    private static final Path RESOURCES =
            Path.of(System.getProperty("basedir", "."), "src/test/resources/org/tcplite");

    private static final int ROUNDS = 5;

    private static List<byte[]> inputs(String folder) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (Path file : files(folder)) {
            inputs.add(Files.readAllBytes(file));
        }
        return inputs;
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static void forEachTarget(TargetAndFolder each) throws IOException {
        FuzzTargets targets = new FuzzTargets();
        each.accept(targets::frames, "net/StackFuzzInputs/frames");
        each.accept(targets::arp, "net/StackFuzzInputs/arp");
        each.accept(targets::fragments, "net/StackFuzzInputs/fragments");
        each.accept(new SegmentTarget()::parse, "tcp/SegmentFuzzInputs/parse");
    }

    private interface TargetAndFolder {
        void accept(Consumer<byte[]> target, String folder) throws IOException;
    }

    @TestFactory
    @Tag("SEC-8")
    List<DynamicTest> noInputEscapesOrLeavesAnythingBehind() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        forEachTarget(
                (target, folder) -> {
                    for (Path file : files(folder)) {
                        String name = folder + "/" + file.getFileName();
                        byte[] input = Files.readAllBytes(file);
                        tests.add(DynamicTest.dynamicTest(name, () -> target.accept(input)));
                    }
                });
        assertTrue(tests.size() >= 40, tests.size() + " inputs");
        return tests;
    }

    @Test
    @Tag("allocation")
    void noInputAllocates() throws IOException {
        FuzzTargets targets = new FuzzTargets();
        SegmentTarget segments = new SegmentTarget();
        List<byte[]> frames = inputs("net/StackFuzzInputs/frames");
        List<byte[]> arp = inputs("net/StackFuzzInputs/arp");
        List<byte[]> fragments = inputs("net/StackFuzzInputs/fragments");
        List<byte[]> parse = inputs("tcp/SegmentFuzzInputs/parse");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int times = 0; times < 20; times++) {
                for (int i = 0; i < frames.size(); i++) {
                    targets.frames(frames.get(i));
                }
                for (int i = 0; i < arp.size(); i++) {
                    targets.arp(arp.get(i));
                }
                for (int i = 0; i < fragments.size(); i++) {
                    targets.fragments(fragments.get(i));
                }
                for (int i = 0; i < parse.size(); i++) {
                    segments.parse(parse.get(i));
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "octets in the best of " + ROUNDS + " rounds");
    }
}
