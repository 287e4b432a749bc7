package org.tcplite.script;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.tcplite.tcp.Tcp;

/**
 * The invariants that run after every event: {@code org.tcplite.tcp.Inspector}'s, if it is there.
 */
final class Invariants {

    private static final String INSPECTOR = "org.tcplite.tcp.Inspector";

    private Invariants() {}

    static Consumer<Tcp> ofTheInspector() {
        Method check;
        try {
            check = Class.forName(INSPECTOR).getMethod("check", Tcp.class);
        } catch (ReflectiveOperationException e) {
            return tcp -> {};
        }
        return tcp -> call(check, tcp);
    }

    private static void call(Method check, Tcp tcp) {
        try {
            check.invoke(null, tcp);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
