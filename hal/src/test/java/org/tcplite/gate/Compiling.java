package org.tcplite.gate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a source text in memory. */
final class Compiling {

    /** The class files, or none and the reason. */
    record Result(List<byte[]> classFiles, String output) {
        boolean succeeded() {
            return !classFiles.isEmpty();
        }
    }

    private Compiling() {}

    static Result compile(String source, String... options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        List<ByteArrayOutputStream> written = new ArrayList<>();
        boolean compiled;
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
            compiled =
                    compiler.getTask(
                                    output,
                                    new InMemory(standard, written),
                                    null,
                                    List.of(options),
                                    null,
                                    List.of(new Source(source)))
                            .call();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (RuntimeException e) {
            // how javac gives up when the boot class path lacks a class it needs itself
            output.write(e.toString());
            compiled = false;
        }
        List<byte[]> classFiles =
                compiled
                        ? written.stream().map(ByteArrayOutputStream::toByteArray).toList()
                        : List.of();
        return new Result(classFiles, output.toString());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("mem:///Planted.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final List<ByteArrayOutputStream> written;

        InMemory(JavaFileManager next, List<ByteArrayOutputStream> written) {
            super(next);
            this.written = written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            written.add(octets);
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return octets;
                }
            };
        }
    }
}
