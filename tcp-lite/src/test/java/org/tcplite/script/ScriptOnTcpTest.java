package org.tcplite.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runner on the real core: where it places sequence numbers, and script files. */
class ScriptOnTcpTest {

    private static final String PASSIVE =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 4096 <mss 1460>
            +0    > S.    0:0(0)    ack 1  <mss 1460>
            """;

    private static final String ACTIVE = "+.3   connect\n+0    > S     0:0(0)           <...>\n";

    @ParameterizedTest
    @ValueSource(strings = {PASSIVE, ACTIVE})
    void ourInitialSequenceNumberIsPutNearTheWrap(String text) {
        Script script = Script.parse("test", text);
        Placement plain = Placement.plain(script.options());
        Player first = player(script, plain);
        first.play();
        Placement moved = plain.moved(first.firstIss(), Script.NEAR_WRAP, Script.NEAR_WRAP);
        Player second = player(script, moved);
        second.play();
        assertEquals(Script.NEAR_WRAP, second.firstIss());
    }

    private static Player player(Script script, Placement placement) {
        return new Player(script, TcpSubject.of(script.options()), placement, () -> {});
    }

    @Test
    void theHookRunsForEveryEventOfBothRuns() {
        AtomicInteger calls = new AtomicInteger();
        Script.parse("test", PASSIVE).play(tcp -> calls.incrementAndGet());
        // per run: listen, the segment, its reply
        assertEquals(6, calls.get());
    }

    @Test
    void theTraceOfARunIsAScript() {
        Script script =
                Script.parse("test", PASSIVE + "+.5 < . 1:1(0) ack 1 win 4096\n+0 accept\n");
        String trace = script.trace();
        assertEquals(trace, Script.parse("trace", trace).trace());
    }

    @TestFactory
    Stream<DynamicTest> scriptFiles() {
        return Scripts.in("org/tcplite/script");
    }
}
