package org.tcplite.sim.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM: the first one asks for an orderly end, the second one quits at once with 130.
 * The JVM's signal class is reached by name, as it is no part of the Java API; without it the JVM's
 * own behaviour stays.
 */
final class Interrupts {

    private static final int QUIT = 130;

    private Interrupts() {}

    /** From now on the first signal runs {@code onFirst}, in a thread of its own. */
    static void handle(Runnable onFirst) {
        AtomicInteger count = new AtomicInteger();
        Runnable onSignal =
                () -> {
                    if (count.incrementAndGet() > 1) {
                        Runtime.getRuntime().halt(QUIT);
                    }
                    onFirst.run();
                };
        install("INT", onSignal);
        install("TERM", onSignal);
    }

    private static void install(String name, Runnable onSignal) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            Interrupts.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, args) -> {
                                switch (method.getName()) {
                                    case "handle":
                                        onSignal.run();
                                        return null;
                                    case "hashCode":
                                        return System.identityHashCode(self);
                                    case "equals":
                                        return self == args[0];
                                    default:
                                        return name;
                                }
                            });
            Object number = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, number, proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another virtual machine, or one that was told to keep its signals
            System.getLogger(Interrupts.class.getName())
                    .log(System.Logger.Level.DEBUG, "SIG" + name + " stays as it is", e);
        }
    }
}
