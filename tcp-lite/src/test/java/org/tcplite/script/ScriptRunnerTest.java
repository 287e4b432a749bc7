package org.tcplite.script;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The runner itself, against a stack that is known: what it lets pass, and how it says no. */
class ScriptRunnerTest {

    private static final String HANDSHAKE =
            """
            +0    listen 80
            +0    < S     0:0(0)           win 4096 <mss 1460>
            +0    > S.    0:0(0)    ack 1  win 2048 <mss 1460>
            +.02  < .     1:1(0)    ack 1  win 4096            = ESTABLISHED
            """;

    private final FakeStack fake = new FakeStack();

    private String play(String text) {
        Script script = Script.parse("test", text);
        Placement placement = Placement.plain(script.options());
        Player player = new Player(script, FakeStack.of(fake), placement, () -> {});
        player.play();
        return player.trace();
    }

    private String failureOf(String text) {
        return assertThrows(ScriptFailure.class, () -> play(text)).getMessage();
    }

    private void assertFailure(String text, String reason, String picture) {
        String failure = failureOf(text);
        assertEquals("test, " + reason, failure.lines().findFirst().orElseThrow());
        assertTrue(failure.contains(picture), failure);
    }

    @Test
    void whatTheScriptSaysPasses() {
        assertDoesNotThrow(() -> play(HANDSHAKE));
    }

    @Test
    void theWholeFailureReads() {
        String failure =
                failureOf(
                        """
                        // a window nobody offers
                        +0    listen 80
                        +0    < S     0:0(0)           win 4096 <mss 1460>
                        +0    > S.    0:0(0)    ack 1  win 4096 <mss 1460>
                        +.02  < .     1:1(0)    ack 1  win 4096
                        """);
        assertEquals(
                """
                test, line 4: the window is 2048, not 4096
                (0 s after the start; ISN of the peer 0x10000000, ours 0x00001388)

                    1  // a window nobody offers
                    2  +0    listen 80
                    3  +0    < S     0:0(0)           win 4096 <mss 1460>
                    4  +0    > S.    0:0(0)    ack 1  win 4096 <mss 1460>
                   is: +0    > S. 0:0(0) ack 1 win 2048 <mss 1460>
                    5  +.02  < .     1:1(0)    ack 1  win 4096

                connection: SYN-RECEIVED, snd una 1 nxt 1 wnd 0, rcv nxt 1 wnd 0,\
                 queues 0 in 0 out, cwnd 0 ssthresh 0, rto 0 s, no timer
                """,
                failure);
    }

    @Test
    void unexpectedOutputStandsBeforeTheLineThatDidNotWantIt() {
        assertFailure(
                HANDSHAKE
                        + """
                        +0    < P.    1:101(100) ack 1  win 4096
                        +.5   < .     101:101(0) ack 1  win 4096
                        """,
                "line 6: something came out that no line expects",
                """
                    5  +0    < P.    1:101(100) ack 1  win 4096
                 came: +0    > .  1:1(0) ack 101 win 2048
                    6  +.5   < .     101:101(0) ack 1  win 4096
                """);
    }

    @Test
    void unexpectedOutputAtTheEndFails() {
        assertFailure(
                HANDSHAKE + "+0    < P.    1:101(100) ack 1  win 4096\n",
                "the end: something came out that no line expects",
                " came: +0    > .  1:1(0) ack 101 win 2048\n");
    }

    @Test
    void aTimerOnTheWayIsSeen() {
        assertFailure(
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096
                +0    > S.    0:0(0)    ack 1  win 2048 <mss 1460>
                +2    < .     1:1(0)    ack 1  win 4096
                """,
                "line 4: something came out that no line expects",
                " came: +1    > S. 0:0(0) ack 1 win 2048 <mss 1460>\n");
    }

    @Test
    void missingOutputFails() {
        assertFailure(
                HANDSHAKE + "+1    > .     1:1(0)    ack 1\n",
                "line 5: nothing came out",
                "   is: (nothing, for 1.001 s)\n");
    }

    @Test
    void theTimeOfOutputIsChecked() {
        String script =
                """
                +0    listen 80
                +0    < S     0:0(0)           win 4096
                +0    > S.    0:0(0)    ack 1  <...>
                %s    > S.    0:0(0)    ack 1  <...>
                """;
        assertDoesNotThrow(() -> play(script.formatted("+1")));
        assertDoesNotThrow(() -> play(script.formatted("*")));
        assertFailure(
                script.formatted("+1.5"),
                "line 4: it came 1 s after the line before, not 1.5 s",
                "   is: +1    > S. 0:0(0) ack 1 win 2048 <mss 1460>\n");
        assertDoesNotThrow(() -> play("tolerance 0.6\n" + script.formatted("+1.5")));
    }

    @Test
    void theStateIsChecked() {
        assertFailure(
                HANDSHAKE.replace("ESTABLISHED", "CLOSE-WAIT"),
                "line 4: the state is ESTABLISHED, not CLOSE-WAIT",
                "   is: = ESTABLISHED\n");
    }

    @Test
    void resultsOfCallsAreChecked() {
        assertFailure(
                """
                +0    listen 80
                +0    accept
                """,
                "line 2: the answer is \"would block\"",
                "   is: +0 accept = would block\n");
        assertDoesNotThrow(() -> play("+0 listen 80\n+0 accept = would block\n"));
        assertFailure(
                HANDSHAKE + "+0 accept\n+0 read 10\n",
                "line 6: the answer is \"would block\"",
                "   is: +0 read 10 = would block\n");
    }

    @Test
    void deliveredTextIsVerified() {
        String script =
                HANDSHAKE
                        + """
                        +0    accept
                        +0    < P.    1:101(100) ack 1  win 4096
                        +0    > .     1:1(0)    ack 101
                        +0    read 100
                        """;
        assertDoesNotThrow(() -> play(script));
        fake.garbles = true;
        assertTrue(
                failureOf(script).contains("octet 1 of the stream is 0x00, not 0x01"),
                failureOf(script));
    }

    @Test
    void aWrongChecksumIsFound() {
        fake.breaksChecksum = true;
        assertTrue(failureOf(HANDSHAKE).contains("wrong checksum (RFC 9293 MUST-2)"));
    }

    @Test
    void invariantsRunAfterEveryEvent() {
        Script script = Script.parse("test", HANDSHAKE);
        Player player =
                new Player(
                        script,
                        FakeStack.of(fake),
                        Placement.plain(script.options()),
                        () -> {
                            throw new AssertionError("broken");
                        });
        ScriptFailure failure = assertThrows(ScriptFailure.class, player::play);
        assertTrue(
                failure.getMessage().startsWith("test, line 1: java.lang.AssertionError: broken"));
    }

    @Test
    void theTraceOfAScriptIsAScript() {
        String trace = play(HANDSHAKE + "+0 accept\n");
        assertEquals(
                """
                +0       listen 80
                +0       < S  0:0(0) win 4096 <mss 1460>
                +0       > S. 0:0(0) ack 1 win 2048 <mss 1460>
                +0.02    < .  1:1(0) ack 1 win 4096
                +0       accept
                """,
                trace);
        assertEquals(trace, new ScriptRunnerTest().play(trace));
    }

    @Test
    void severalConnectionsHaveLabels() {
        assertFailure(
                """
                +0    listen 80
                +0    a: < S     0:0(0)           win 4096
                +0    b: > S.    0:0(0)    ack 1  <...>
                """,
                "line 3: it belongs to another connection",
                "   is: +0    a: > S. 0:0(0) ack 1 win 2048 <mss 1460>\n");
    }
}
