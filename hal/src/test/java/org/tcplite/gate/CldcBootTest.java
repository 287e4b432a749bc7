package org.tcplite.gate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first gate, javac with CLDC 1.1 for a class library, refuses what it is there for. */
class CldcBootTest {

    private final String boot = System.getProperty("cldc.boot");

    @BeforeEach
    void theBuildSaysWhereTheLibraryIs() {
        assertNotNull(
                boot, "run with -Dcldc.boot=<stubs><path separator><cldcapi11.jar>, as Maven does");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            lambda               | MethodHandles    | interface F { int f(int x); } F f = x -> x + 1;
            enum                 | Enum             | enum Colour { RED }
            collection           | java.util        | java.util.ArrayList list;
            string concatenation | StringBuilder    | String f(int x) { return "x=" + x; }
            nanoTime             | nanoTime         | long f() { return System.nanoTime(); }
            boxing               | valueOf          | Object f(int x) { return x; }
            for-each on Iterable | Iterable         | void f(Iterable<String> all) { }
            try with resources   | AutoCloseable    | void f(AutoCloseable c) { try (AutoCloseable d = c) { } }
            assert               | desiredAssertion | void f(int x) { assert x > 0; }
            """)
    void refuses(String what, String reason, String body) {
        Compiling.Result result = compile(body);

        assertFalse(result.succeeded(), what);
        assertTrue(result.output().contains(reason), result.output());
    }

    @Test
    void acceptsTheSubset() {
        Compiling.Result result =
                compile(
                        """
                        private final int[] counts;
                        Planted(int size) {
                            if (size < 1) throw new IllegalArgumentException();
                            counts = new int[size];
                        }
                        @Override public String toString() { return "planted" + ":"; }
                        @SuppressWarnings("unused") int f(byte[] from, byte[] to, String s) {
                            System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
                            int sum = s.length();
                            for (byte each : to) sum += each & 0xff;
                            switch (sum) { case 1: return counts[0]; default: return sum << 3; }
                        }
                        """);

        assertTrue(result.succeeded(), result.output());
    }

    private Compiling.Result compile(String body) {
        return Compiling.compile(
                "class Planted {\n" + body + "\n}",
                "-source",
                "8",
                "-target",
                "8",
                "-proc:none",
                "-Xlint:-options",
                "-Xbootclasspath:" + boot);
    }
}
