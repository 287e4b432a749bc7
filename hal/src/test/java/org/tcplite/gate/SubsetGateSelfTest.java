package org.tcplite.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gate finds each thing it is there for, planted, and nothing in a class that keeps to the
 * subset.
 */
class SubsetGateSelfTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            f: invokedynamic run                      | void f() { Runnable r = () -> { }; }
            f: native                                 | native void f();
            f: synchronized method                    | synchronized void f() { }
            f: synchronized block                     | void f() { synchronized (this) { } }
            f: allocates java.lang.Object             | Object f() { return new Object(); }
            f: allocates an array                     | int[] f() { return new int[1]; }
            f: allocates an array                     | String[] f() { return new String[1]; }
            f: allocates an array                     | int[][] f() { return new int[1][1]; }
            f: allocates an array by clone            | int[] f(int[] a) { return a.clone(); }
            f: allocates java.lang.IllegalStateException | void f() { throw new IllegalStateException(); }
            <clinit>: class initialiser with work     | static final int[] A = {1};
            <clinit>: class initialiser with work     | static final Object A = new Object();
            <clinit>: class initialiser with work     | static int g() { return 1; } static final int A = g();
            n: static mutable field                   | static int n;
            f: shift by an unmasked variable          | int f(int x, int s) { return x << s; }
            f: shift by an unmasked variable          | int f(int x, int s) { return x >>> (s & 63); }
            f: shift by an unmasked variable          | long f(long x, int s) { return x >> (s & 127); }
            f: shift by an unmasked variable          | int f(int x, int s) { return x >> (s > 3 ? 3 : s); }
            f: shift by an unmasked variable          | int f(int x, int s) { if (x > 0) s &= 31; return x << s; }
            f: shift by an unmasked variable          | int f(int x) { int s = 1; while (x > s) s++; return x << s; }
            f: division by a variable                 | int f(int x, int d) { return x / d; }
            f: division by a variable                 | int f(int x, int d) { if (d < 0) d = 10; return x / d; }
            f: division by a variable                 | int f(int x, int d) { return x % d; }
            f: 64-bit division                        | long f(long x) { return x / 1000; }
            f: 64-bit division                        | long f(long x, long d) { return x % d; }
            f: floating point                         | double f(int x) { return x; }
            f: floating point                         | int f(int x) { return (int) (x * 1.5f); }
            a: floating point                         | float a;
            f: floating point                         | void f(double[] x) { }
            f: refers to java.util.List               | void f(java.util.List x) { }
            a: refers to java.lang.Integer            | Integer a;
            f: refers to java.lang.Thread             | void f() { Thread.yield(); }
            f: refers to java.lang.System.nanoTime    | long f() { return System.nanoTime(); }
            f: refers to java.lang.Math.floorMod      | int f(int x) { return Math.floorMod(x, 3); }
            f: refers to java.lang.String.hashCode    | int f(String s) { return s.hashCode(); }
            f: refers to java.lang.Object.getClass    | void f(Object o) { o.getClass(); }
            f: refers to java.lang.InterruptedException | void f() throws InterruptedException { }
            f: class literal                          | Object f() { return Planted.class; }
            f: throws                                 | void f(RuntimeException e) { throw e; }
            f: recursion (planted.Planted.f -> planted.Planted.f) | void f() { f(); }
            f: recursion (planted.Planted.f -> planted.Planted.g -> planted.Planted.f) | void f() { g(); } void g() { f(); }
            """)
    void finds(String finding, String body) {
        List<String> findings = gate().findings(compile("class Planted {\n" + body + "\n}"));

        assertTrue(findings.contains("planted.Planted." + finding), findings.toString());
    }

    @Test
    void findsAnEnum() {
        List<String> findings = gate().findings(compile("enum Planted { RED }"));

        assertTrue(findings.contains("planted.Planted: enum"), findings.toString());
    }

    @Test
    void findsCodeInAnInterface() {
        List<String> findings =
                gate().findings(compile("interface Planted { default void f() { } }"));

        assertEquals(List.of("planted.Planted.f: default or static interface method"), findings);
    }

    @Test
    void findsALaterClassVersion() {
        List<byte[]> classFiles = compile("class Planted { }", "17");

        assertEquals(List.of("planted.Planted: class version 61"), gate().findings(classFiles));
    }

    @Test
    void findsARecursionThroughAnOverridingMethod() {
        List<byte[]> classFiles =
                compile(
                        """
                        abstract class Planted {
                            void f() { g(); }
                            abstract void g();
                        }
                        class Sub extends Planted {
                            void g() { f(); }
                        }
                        """);

        List<String> findings = gate().findings(classFiles);

        assertTrue(
                findings.contains(
                        "planted.Planted.f: recursion"
                                + " (planted.Planted.f -> planted.Sub.g -> planted.Planted.f)"),
                findings.toString());
    }

    @Test
    void findsAPackageNobodyNamed() {
        List<byte[]> classFiles = compile("class Planted { Planted next; }");

        List<String> findings = SubsetGate.forPackages("plant").findings(classFiles);

        assertEquals(List.of("planted.Planted.next: refers to planted.Planted"), findings);
    }

    @Test
    void findsThatThereIsNothingToLookAt(@TempDir Path empty) {
        assertEquals(1, gate().findings(empty).size());
    }

    @Test
    void passesWhatKeepsToTheSubset() {
        List<byte[]> classFiles =
                compile(
                        """
                        final class Planted {
                            static final int LIMIT = 7;
                            static final String NAME = "planted" + LIMIT;
                            private final int[] counts;
                            private final byte[][] rows;
                            private final int[] copy;
                            private int shift;

                            Planted(int size) {
                                if (size < 1) throw new IllegalArgumentException(NAME);
                                counts = new int[size];
                                rows = new byte[size][4];
                                copy = counts.clone();
                            }

                            int f(byte[] from, byte[] to, boolean wide, int m) {
                                System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
                                int sum = m / 10 + m % LIMIT;
                                for (byte each : to) sum += (each & 0xff) << (wide ? 8 : 16);
                                sum += 1 << (shift & 31) | 1 << (7 & m);
                                long far = (long) sum << (shift & 63);
                                shift = sum & 3;
                                int level = m > 0 ? 4 : shift & 15;
                                sum += 1 << level;
                                return g((int) (far >>> 32)) + NAME.charAt(0) + NAME.length();
                            }

                            private int g(int x) { return Math.abs(x) + counts[0] + copy[0] + rows[0][0]; }
                        }
                        """);

        assertEquals(List.of(), gate().findings(classFiles));
    }

    @Test
    void anExcuseCoversItsMethodOnly() {
        List<byte[]> classFiles =
                compile(
                        """
                        class Planted {
                            int divide(int x, int d) { return x / d; }
                            void check(int x) { if (x < 0) throw new IllegalArgumentException(); }
                            int down(int x) { return x == 0 ? 0 : down(x - 1); }
                            int other(int x, int d) { return x / d; }
                        }
                        """);

        List<String> findings =
                gate().mayDivide("planted.Planted.divide")
                        .mayThrow("planted.Planted.check")
                        .mayRecurse("planted.Planted.down")
                        .findings(classFiles);

        assertEquals(List.of("planted.Planted.other: division by a variable"), findings);
    }

    @Test
    void anExcuseToThrowIsNoneToAllocate() {
        List<byte[]> classFiles =
                compile(
                        """
                        class Planted {
                            void check(int x) { if (new int[x].length < 0) throw new IllegalArgumentException(); }
                        }
                        """);

        List<String> findings = gate().mayThrow("planted.Planted.check").findings(classFiles);

        assertEquals(List.of("planted.Planted.check: allocates an array"), findings);
    }

    @Test
    void anExcuseNobodyNeedsIsAFinding() {
        List<String> findings =
                gate().mayDivide("planted.Planted.gone").findings(compile("class Planted { }"));

        assertEquals(List.of("planted.Planted.gone: may divide, but does not"), findings);
    }

    private static SubsetGate gate() {
        return SubsetGate.forPackages("planted");
    }

    private static List<byte[]> compile(String source) {
        return compile(source, "8");
    }

    private static List<byte[]> compile(String source, String release) {
        Compiling.Result result =
                Compiling.compile(
                        "package planted;\n" + source,
                        "--release",
                        release,
                        "-proc:none",
                        "-Xlint:-options");
        assertTrue(result.succeeded(), result.output());
        return result.classFiles();
    }
}
