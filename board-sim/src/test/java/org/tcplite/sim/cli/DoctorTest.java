package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor}, on this machine and on ones made of a few files. */
class DoctorTest {

    @TempDir Path root;

    @Test
    void aMachineThatRunsTheseTestsRunsBoards() {
        CliUsageTest.Outcome outcome = CliUsageTest.run("doctor");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
        for (String name : List.of("java", "nanoTime", "wall clock", "loopback", "datagrams")) {
            assertTrue(outcome.out().matches("(?s)(.*\n)?" + name + " +ok .*"), outcome.out());
        }
        for (String line : outcome.out().split("\n")) {
            assertTrue(line.matches("\\S.{16} (ok|missing) .+: .+"), line);
        }
    }

    @Test
    void jsonSaysTheSame() {
        String text = CliUsageTest.run("doctor").out();
        CliUsageTest.Outcome outcome = CliUsageTest.run("doctor", "--json");
        assertEquals(0, outcome.code());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(List.of("{", "\"schema\":1,", "\"findings\":["), lines.subList(0, 3));
        assertEquals("}", lines.get(lines.size() - 1));
        List<String> objects = lines.subList(3, lines.size() - 1);
        assertEquals(text.lines().count(), objects.size());
        for (String object : objects) {
            assertTrue(
                    object.matches(
                            "\\{\"name\":\"[^\"]+\",\"ok\":(true|false),\"detail\":.+,"
                                    + "\"use\":\".+\",\"remedy\":\".*\"\\}[],]"),
                    object);
        }
        assertEquals(
                text.lines().filter(line -> line.matches(".{17} ok .*")).count(),
                objects.stream().filter(each -> each.contains("\"ok\":true")).count());
    }

    @Test
    void textIsEscapedInJson() {
        Finding finding = new Finding("a\"b", false, "c\\d", "\t", "\u00e9");
        String json =
                "{\"name\":\"a\\\"b\",\"ok\":false,\"detail\":\"c\\\\d\",\"use\":\"\\u0009\","
                        + "\"remedy\":\"\\u00e9\"}";
        assertEquals(json, finding.json());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsMissingIsSaidWithTheWayToGetIt() throws Exception {
        Finding tap = finding("tap");
        assertFalse(tap.ok());
        assertEquals("no " + root.resolve("dev/net/tun"), tap.detail());
        assertTrue(tap.line().endsWith("; sudo modprobe tun, or give the container the device"));
        assertEquals("apt-get install passt", finding("passt").remedy());
        assertEquals("apt-get install qemu-system-arm", finding("qemu-system-arm").remedy());
        assertEquals("apt-get install gcc-arm-none-eabi", finding("arm-none-eabi-gcc").remedy());
        assertEquals("apt-get install iproute2", finding("namespaces").remedy());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsThereIsFoundWithItsPath() throws Exception {
        Path bin = Files.createDirectories(root.resolve("bin"));
        for (String name : List.of("passt", "ip")) {
            Files.createFile(
                    bin.resolve(name),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Files.createFile(bin.resolve("curl")); // no program
        Files.createDirectories(root.resolve("dev/net"));
        Files.createFile(root.resolve("dev/net/tun"));
        assertEquals(bin.resolve("passt").toString(), finding("passt").detail());
        assertTrue(finding("passt").ok());
        assertFalse(finding("curl").ok());
        assertTrue(finding("tap").detail().endsWith(", for devices made for this user"));
        assertEquals("no right to make one", finding("namespaces").detail());

        Files.createDirectories(root.resolve("proc/self"));
        capabilities("0000000000200000"); // no CAP_NET_ADMIN
        assertFalse(finding("namespaces").ok());
        capabilities("0000000000201000");
        assertTrue(finding("namespaces").ok());
        assertEquals(root.resolve("dev/net/tun").toString(), finding("tap").detail());
    }

    private void capabilities(String effective) throws Exception {
        Files.writeString(root.resolve("proc/self/status"), "Name:\tx\nCapEff:\t" + effective);
    }

    private Finding finding(String name) {
        return new Doctor(root, root.resolve("bin").toString())
                .findings().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void nothingRunsWhereNoLinkDoes() {
        Finding java = new Finding("java", true, "", "everything", "");
        Finding forward = new Finding("loopback", false, "", "--link forward", "");
        Finding tap = new Finding("tap", true, "", "--link tap:", "");
        assertFalse(Doctor.anythingRuns(List.of(java, forward)));
        assertTrue(Doctor.anythingRuns(List.of(java, forward, tap)));
    }
}
