package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.tcplite.tcp.Inspector;
import org.tcplite.tcp.TcpState;

/** The state diagram, against what the stack's own invariants allow and what runs show. */
class StatesTest {

    /**
     * From SYN-SENT to TIME-WAIT: what {@link Inspector} holds every connection to, and no more.
     */
    @Test
    void theTableLeadsWhereAConnectionMayGo() {
        for (int from = TcpState.SYN_SENT; from < TcpState.COUNT; from++) {
            for (int to = TcpState.SYN_SENT; to < TcpState.COUNT; to++) {
                assertEquals(
                        Inspector.mayFollow(from, to),
                        from == to || leads(from, to),
                        TcpState.name(from) + " to " + TcpState.name(to));
            }
        }
    }

    /** Over arrows within one connection: it ends in CLOSED, LISTEN and TIME-WAIT. */
    private static boolean leads(int from, int to) {
        return from != TcpState.TIME_WAIT
                && StateTable.all().stream()
                        .filter(arrow -> arrow.from() == from && arrow.to() >= TcpState.SYN_SENT)
                        .anyMatch(arrow -> arrow.to() == to || leads(arrow.to(), to));
    }

    @Test
    void aConnectionCanEndInEveryState() {
        for (int state = TcpState.LISTEN; state < TcpState.COUNT; state++) {
            assertTrue(StateTable.find(state, TcpState.CLOSED) >= 0, TcpState.name(state));
        }
    }

    @Test
    void noTwoArrowsHaveBothEndsInCommon() {
        Set<Integer> ends = new HashSet<>();
        StateTable.all().forEach(a -> assertTrue(ends.add(a.from() << 8 | a.to()), a.toString()));
    }

    @Test
    void theScenariosOfHandshakeGoAlongTheArrows() {
        assertEquals(
                """
                opening (LISTEN, SYN-SENT, SYN-RECEIVED)
                    16  CLOSED        listen()                                                      -> LISTEN
                    24  CLOSED        connect()                                       send SYN      -> SYN-SENT
                    14  LISTEN        receive SYN                                     send SYN ACK  -> SYN-RECEIVED
                     1  LISTEN        close()                                                       -> CLOSED
                    15  SYN-SENT      receive SYN ACK                                 send ACK      -> ESTABLISHED
                     6  SYN-SENT      receive SYN                                     send SYN ACK  -> SYN-RECEIVED
                     3  SYN-SENT      close(), receive RST, or 243 s pass                           -> CLOSED
                    17  SYN-RECEIVED  receive ACK of SYN                                            -> ESTABLISHED
                     1  SYN-RECEIVED  receive RST, or 63 s pass                                     -> LISTEN
                     2  SYN-RECEIVED  receive RST, abort(), or 243 s after connect()                -> CLOSED

                open (ESTABLISHED)
                    16  ESTABLISHED   close()                                         send FIN      -> FIN-WAIT-1
                    12  ESTABLISHED   receive FIN                                     send ACK      -> CLOSE-WAIT
                     4  ESTABLISHED   receive RST, abort(), or user time-out                        -> CLOSED

                active close (FIN-WAIT-1, FIN-WAIT-2, CLOSING, TIME-WAIT)
                     1  SYN-RECEIVED  receive ACK of SYN after close()                send FIN      -> FIN-WAIT-1
                    10  FIN-WAIT-1    receive ACK of FIN                                            -> FIN-WAIT-2
                     4  FIN-WAIT-1    receive FIN                                     send ACK      -> CLOSING
                     2  FIN-WAIT-1    receive FIN with ACK of FIN                     send ACK      -> TIME-WAIT
                     1  FIN-WAIT-1    receive RST, abort(), or user time-out                        -> CLOSED
                     9  FIN-WAIT-2    receive FIN                                     send ACK      -> TIME-WAIT
                     1  FIN-WAIT-2    receive RST, abort(), or 60 s after close()                   -> CLOSED
                     3  CLOSING       receive ACK of FIN                                            -> TIME-WAIT
                     1  CLOSING       receive RST, abort(), or user time-out                        -> CLOSED
                    13  TIME-WAIT     2 MSL (60 s) pass                                             -> CLOSED
                     1  TIME-WAIT     receive a newer SYN, with a listener            send SYN ACK  -> SYN-RECEIVED

                passive close (CLOSE-WAIT, LAST-ACK)
                    11  CLOSE-WAIT    close()                                         send FIN      -> LAST-ACK
                     1  CLOSE-WAIT    receive RST, abort(), or user time-out                        -> CLOSED
                    11  LAST-ACK      receive ACK of FIN or RST, or user time-out                   -> CLOSED
                """,
                states("--visited"));
    }

    @Test
    void everyArrowIsGoneAlongBySomeScenario() {
        StateVisits visits = StatesCommand.visitsOfAllScenarios();
        for (int i = 0; i < StateTable.all().size(); i++) {
            assertTrue(visits.count(i) > 0, StateTable.all().get(i).toString());
        }
    }

    @Test
    void aMoveThatIsNoArrowIsRefused() {
        int[] state = {TcpState.ESTABLISHED};
        IntSupplier watched = new StateVisits().watch(() -> state[0]);
        String message = assertThrows(IllegalStateException.class, watched::getAsInt).getMessage();
        assertTrue(message.endsWith("no arrow from CLOSED to ESTABLISHED"), message);
    }

    @Test
    void everyFormHasEveryArrowAndEveryStateOnce() {
        String text = states();
        String mermaid = states("--mermaid");
        String dot = states("--dot");
        for (StateTransition arrow : StateTable.all()) {
            String from = id(arrow.from());
            String to = id(arrow.to());
            assertOnce(mermaid, "    " + from + " --> " + to + " : " + arrow.label() + "\n");
            assertOnce(dot, "    " + from + " -> " + to + " [label=\"" + arrow.label() + "\"];\n");
            assertTrue(text.contains("  " + TcpState.name(arrow.from()) + "  "), text);
        }
        for (int state = TcpState.LISTEN; state < TcpState.COUNT; state++) {
            assertOnce(mermaid, "state \"" + TcpState.name(state) + "\" as " + id(state) + "\n");
            assertOnce(dot, id(state) + " [label=\"" + TcpState.name(state) + "\"];\n");
        }
        assertTrue(mermaid.startsWith("stateDiagram-v2\n"), mermaid);
        assertTrue(dot.startsWith("digraph tcp {\n") && dot.endsWith("}\n"), dot);
    }

    private static void assertOnce(String text, String part) {
        int at = text.indexOf(part);
        assertTrue(at >= 0 && text.indexOf(part, at + 1) < 0, part + " in\n" + text);
    }

    private static String id(int state) {
        return TcpState.name(state).replace('-', '_');
    }

    private static String states(String... options) {
        String[] command = new String[options.length + 1];
        command[0] = "states";
        System.arraycopy(options, 0, command, 1, options.length);
        CliUsageTest.Outcome outcome = CliUsageTest.run(command);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        return outcome.out().lines().reduce("", (all, line) -> all + line + "\n");
    }
}
