package org.tcplite.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Script files as tests of JUnit. */
public final class Scripts {

    private Scripts() {}

    /** A test for each {@code *.pkt} below a folder of the test resources. */
    public static Stream<DynamicTest> in(String folder) {
        URL url = Scripts.class.getClassLoader().getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("no folder " + folder + " in the test resources");
        }
        try {
            Path root = Path.of(url.toURI());
            try (Stream<Path> files = Files.walk(root)) {
                List<Path> scripts =
                        files.filter(f -> f.toString().endsWith(".pkt")).sorted().toList();
                return scripts.stream()
                        .map(
                                f ->
                                        DynamicTest.dynamicTest(
                                                root.relativize(f).toString(), () -> play(f)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void play(Path file) throws IOException {
        Script.parse(file.getFileName().toString(), Files.readString(file)).play();
    }
}
