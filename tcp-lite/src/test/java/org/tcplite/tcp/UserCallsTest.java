package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each call answers in each state (RFC 9293 sections 3.10.1 to 3.10.5), and what handles mean.
 */
class UserCallsTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int CLIENT = 10_000;
    private static final int SERVER = 80;
    private static final int PEER = TwoHosts.ADDRESS[1];

    private final TcpConfig config = config();
    private final List<byte[]> wire = new ArrayList<>();
    private final byte[] buffer = new byte[4096];
    private TwoHosts hosts = new TwoHosts(config, config, 0, 42, this::carry);
    private Tcp tcp = hosts.tcp[0];
    private Tcp peer = hosts.tcp[1];

    /** Segments of a host that are lost: its bit is set, and the segment has one of the flags. */
    private int deafTo;

    private static TcpConfig config() {
        TcpConfig config = new TcpConfig();
        config.connections = 3;
        config.listeners = 2;
        config.synQueue = 8;
        config.timeWait = 4;
        config.receiveBuffer = 256;
        config.sendBuffer = 256;
        return config;
    }

    private void carry(TwoHosts on, int from, byte[] segment) {
        if (from == 0) {
            wire.add(segment);
        }
        if ((deafTo & 1 << from) == 0) {
            on.arriveAt(1 - from, on.nowNs + MS, segment);
        }
    }

    private void run() {
        hosts.runFor(300 * MS);
    }

    // ---- reaching the states by exchanging segments

    enum State {
        SYN_SENT,
        SYN_RECEIVED,
        ESTABLISHED,
        FIN_WAIT_1,
        FIN_WAIT_2,
        CLOSE_WAIT,
        CLOSING,
        LAST_ACK,
        TIME_WAIT;

        int code() {
            return ordinal() + TcpState.SYN_SENT;
        }
    }

    /** A connection of {@link #tcp} in the state, owned, with nothing unread. */
    private int in(State state) {
        int handle = reach(state);
        assertEquals(TcpState.name(state.code()), TcpState.name(tcp.state(handle)));
        wire.clear();
        return handle;
    }

    private int reach(State state) {
        if (state == State.SYN_SENT) {
            deafTo = 1;
            int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
            run();
            return handle;
        }
        if (state == State.SYN_RECEIVED) {
            int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
            peer.connect(TwoHosts.ADDRESS[0], CLIENT, SERVER, hosts.nowNs);
            hosts.transmit(0);
            hosts.transmit(1);
            deafTo = 3; // both SYNs are on their way, no SYN-ACK will be
            run();
            return handle;
        }
        int listener = peer.listen(SERVER, 1);
        int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
        run();
        int accepted = peer.accept(listener);
        switch (state) {
            case FIN_WAIT_1:
                deafTo = 1;
                tcp.shutdownWrite(handle, hosts.nowNs);
                break;
            case FIN_WAIT_2:
                tcp.shutdownWrite(handle, hosts.nowNs);
                break;
            case CLOSE_WAIT:
                peer.shutdownWrite(accepted, hosts.nowNs);
                break;
            case CLOSING:
                tcp.shutdownWrite(handle, hosts.nowNs);
                peer.shutdownWrite(accepted, hosts.nowNs);
                hosts.transmit(0);
                hosts.transmit(1);
                deafTo = 3;
                break;
            case LAST_ACK:
                peer.shutdownWrite(accepted, hosts.nowNs);
                run();
                deafTo = 1;
                tcp.shutdownWrite(handle, hosts.nowNs);
                break;
            case TIME_WAIT:
                tcp.shutdownWrite(handle, hosts.nowNs);
                run();
                peer.shutdownWrite(accepted, hosts.nowNs);
                break;
            default:
                break;
        }
        run();
        return handle;
    }

    private boolean sentAny(int flag) {
        return wire.stream().anyMatch(s -> Fields.has(s, flag));
    }

    private static boolean hasPeerFin(State state) {
        return state == State.CLOSE_WAIT
                || state == State.CLOSING
                || state == State.LAST_ACK
                || state == State.TIME_WAIT;
    }

    // ---- the matrix of state and call

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_synSent_openActive")
    @Tag("uc_established_openActive")
    @Tag("uc_finWait2_openActive")
    @Tag("uc_lastAck_openActive")
    @Tag("uc_timeWait_openActive")
    void aPairOfSocketsCannotBeOpenedTwice(State state) {
        in(state);
        assertEquals(TcpError.ADDRESS_IN_USE, tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs));
        run();
        assertFalse(sentAny(Segment.SYN) && state != State.SYN_SENT && state != State.SYN_RECEIVED);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_timeWait_openPassive")
    void aListenerMayStandOnAPortThatConnectionsUse(State state) {
        in(state);
        int listener = tcp.listen(CLIENT, 1);
        assertTrue(listener > 0, "listen: " + listener);
        assertEquals(TcpError.ADDRESS_IN_USE, tcp.listen(CLIENT, 1));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_synSent_send")
    @Tag("uc_established_send")
    @Tag("uc_finWait1_send")
    @Tag("uc_closeWait_send")
    @Tag("uc_lastAck_send")
    void sendingIsForThoseWhoHaveNotClosed(State state) {
        int handle = in(state);
        boolean open =
                state == State.SYN_SENT
                        || state == State.SYN_RECEIVED
                        || state == State.ESTABLISHED
                        || state == State.CLOSE_WAIT;
        int expected = open ? 5 : TcpError.CLOSING;
        assertEquals(expected, tcp.write(handle, buffer, 0, 5, hosts.nowNs));
        assertEquals(open ? 251 : 0, tcp.writable(handle));
        assertEquals(open, tcp.claim(handle) > 0);
        assertEquals(open ? 1 : TcpError.CLOSING, tcp.commit(handle, 1, hosts.nowNs));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_synSent_receive")
    @Tag("uc_synReceived_receive")
    @Tag("uc_finWait2_receive")
    @Tag("uc_closeWait_receive")
    @Tag("uc_timeWait_receive")
    void receivingWaitsOrTellsTheEnd(State state) {
        int handle = in(state);
        int expected = hasPeerFin(state) ? TcpError.END_OF_STREAM : TcpError.WOULD_BLOCK;
        assertEquals(expected, tcp.read(handle, buffer, 0, 5, hosts.nowNs));
        assertEquals(expected, tcp.peek(handle));
        assertEquals(expected, tcp.consume(handle, 0, hosts.nowNs));
        assertEquals(0, tcp.readable(handle));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_synSent_close")
    @Tag("uc_finWait1_close")
    @Tag("uc_finWait2_close")
    @Tag("uc_closing_close")
    @Tag("uc_lastAck_close")
    void closingEndsTheHandleAndInTheEndTheConnection(State state) {
        int handle = in(state);
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        assertEquals(TcpError.STALE_HANDLE, tcp.close(handle, hosts.nowNs));
        assertEquals(TcpState.CLOSED, tcp.state(handle));
        if (state == State.SYN_SENT) {
            assertEquals(0, hosts.inUse(0), "nothing is left of an open that was given up");
        }
        hosts.runFor(10 * MS); // no retransmission yet
        long fins = wire.stream().filter(s -> Fields.has(s, Segment.FIN)).count();
        boolean firstFin = state == State.ESTABLISHED || state == State.CLOSE_WAIT;
        assertEquals(firstFin ? 1 : 0, fins, "a FIN follows, and no second one");
        assertFalse(sentAny(Segment.RST));
        deafTo = 0;
        hosts.runOut(1_000 * SECOND);
        assertEquals(0, hosts.inUse(0));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("uc_synReceived_abort")
    @Tag("uc_established_abort")
    @Tag("uc_finWait1_abort")
    @Tag("uc_closeWait_abort")
    @Tag("uc_timeWait_abort")
    void abortingResetsWhereThePeerHasTextOrFinToSend(State state) {
        int handle = in(state);
        deafTo = 0;
        assertEquals(0, tcp.abort(handle, hosts.nowNs));
        assertEquals(TcpError.STALE_HANDLE, tcp.abort(handle, hosts.nowNs));
        boolean silent =
                state == State.SYN_SENT
                        || state == State.CLOSING
                        || state == State.LAST_ACK
                        || state == State.TIME_WAIT;
        hosts.transmit(0);
        assertEquals(silent ? 0 : 1, wire.size());
        assertEquals(!silent, sentAny(Segment.RST));
        assertEquals(0, hosts.inUse(0), "slot and record are gone");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void shuttingDownSendsOneFinAndOnlyOne(State state) {
        int handle = in(state);
        int expected = state == State.SYN_SENT ? TcpError.NOT_CONNECTED : 0;
        assertEquals(expected, tcp.shutdownWrite(handle, hosts.nowNs));
        assertEquals(expected, tcp.shutdownWrite(handle, hosts.nowNs));
        hosts.runFor(10 * MS);
        long fins = wire.stream().filter(s -> Fields.has(s, Segment.FIN)).count();
        assertEquals(state == State.ESTABLISHED || state == State.CLOSE_WAIT ? 1 : 0, fins);
    }

    @Test
    @Tag("uc_synReceived_close")
    void closingInSynReceivedSendsTheFinOnceOpen() {
        int handle = in(State.SYN_RECEIVED);
        tcp.close(handle, hosts.nowNs);
        deafTo = 0;
        hosts.runFor(5 * SECOND);
        assertTrue(sentAny(Segment.FIN));
        assertEquals(TcpState.FIN_WAIT_2, tcp.connections.tcbs[tcp.slotOf(handle)].state);
    }

    @Test
    @Tag("uc_synSent_send")
    @Tag("uc_synReceived_send")
    void textWrittenBeforeTheConnectionIsOpenIsSentThen() {
        final int listener = peer.listen(SERVER, 1);
        int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
        byte[] text = {1, 2, 3};
        assertEquals(3, tcp.write(handle, text, 0, 3, hosts.nowNs));
        assertEquals(253, tcp.write(handle, buffer, 0, 300, hosts.nowNs));
        assertEquals(TcpError.WOULD_BLOCK, tcp.write(handle, buffer, 0, 1, hosts.nowNs));
        run();
        int accepted = peer.accept(listener);
        assertEquals(256, peer.read(accepted, buffer, 0, 4096, hosts.nowNs));
        assertArrayEquals(text, Arrays.copyOf(buffer, 3));
    }

    @Test
    @Tag("uc_established_close")
    @Tag("sc_14")
    void closingWithUnreadTextResets() {
        int handle = withUnread(5);
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        hosts.runFor(SECOND);
        assertTrue(sentAny(Segment.RST));
        assertFalse(sentAny(Segment.FIN));
        assertEquals(0, hosts.inUse(0));
    }

    @Test
    @Tag("uc_established_receive")
    @Tag("uc_closeWait_receive")
    void whatIsUnreadOutlivesThePeersClose() {
        int handle = withUnread(5);
        peer.close(accepted, hosts.nowNs);
        run();
        assertEquals(TcpState.CLOSE_WAIT, tcp.state(handle));
        assertEquals(2, tcp.read(handle, buffer, 0, 2, hosts.nowNs));
        assertEquals(3, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(TcpError.END_OF_STREAM, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        hosts.runOut(600 * SECOND);
        hosts.checkAllHome();
    }

    @Test
    @Tag("uc_timeWait_receive")
    void whatIsUnreadOutlivesTimeWait() {
        int handle = withUnread(5);
        tcp.shutdownWrite(handle, hosts.nowNs);
        run();
        peer.close(accepted, hosts.nowNs);
        hosts.runFor(100 * SECOND);
        assertEquals(TcpState.TIME_WAIT, tcp.state(handle));
        assertEquals(5, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(TcpError.END_OF_STREAM, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        assertEquals(0, hosts.inUse(0));
    }

    @Test
    void whoHoldsAHandleInTimeWaitIsShownOnce() {
        int handle = withUnread(5);
        tcp.shutdownWrite(handle, hosts.nowNs);
        run();
        peer.close(accepted, hosts.nowNs);
        run();
        assertEquals(1, hosts.inUse(0));
        TcpStatus row = new TcpStatus();
        int slots = connectionRow(row);
        assertEquals(1, slots);
        assertEquals(handle, row.handle);
        assertEquals(TcpState.TIME_WAIT, row.state);
        assertEquals(TcpStatus.TIMER_TIMEWAIT, row.timer);
        assertEquals(tcp.nextDeadlineNs(), row.timerDeadlineNs);
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        assertEquals(1, hosts.inUse(0)); // the record alone
        assertEquals(0, connectionRow(row));
    }

    /** Rows of connections with a slot; {@code last} is filled with the last of them. */
    private int connectionRow(TcpStatus last) {
        TcpStatus row = new TcpStatus();
        int found = 0;
        for (int i = 0; i < tcp.statusRows(); i++) {
            if (tcp.status(i, row, hosts.nowNs) && row.kind == TcpStatus.CONNECTION) {
                tcp.status(i, last, hosts.nowNs);
                found++;
            }
        }
        return found;
    }

    @Test
    void aResetEndsEveryCallWithItsReason() {
        int handle = withUnread(5);
        peer.abort(accepted, hosts.nowNs);
        run();
        assertEquals(5, tcp.peek(handle)); // it came before the reset
        assertEquals(2, tcp.consume(handle, 2, hosts.nowNs));
        assertEquals(3, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(TcpError.RESET, tcp.read(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(TcpError.RESET, tcp.write(handle, buffer, 0, 9, hosts.nowNs));
        assertEquals(TcpError.RESET, tcp.peek(handle));
        assertEquals(TcpError.RESET, tcp.claim(handle));
        assertEquals(TcpError.RESET, tcp.endReason(handle));
        assertEquals(TcpState.CLOSED, tcp.state(handle));
        assertEquals(0, tcp.close(handle, hosts.nowNs));
        hosts.checkAllHome();
    }

    private int accepted;

    private int withUnread(int octets) {
        int listener = peer.listen(SERVER, 1);
        int handle = tcp.connect(PEER, SERVER, CLIENT, hosts.nowNs);
        run();
        accepted = peer.accept(listener);
        if (octets > 0) {
            assertEquals(octets, peer.write(accepted, buffer, 0, octets, hosts.nowNs));
        }
        run();
        assertEquals(octets, tcp.readable(handle));
        return handle;
    }

    @Nested
    class OnNoConnection {

        @ParameterizedTest
        @ValueSource(ints = {0, -1, 1, 5, 0x7fffffff, 0x40000040, Integer.MIN_VALUE})
        @Tag("uc_closed_send")
        @Tag("uc_closed_receive")
        @Tag("uc_closed_close")
        @Tag("uc_closed_abort")
        void everyCallAnswersThatTheHandleIsStale(int handle) {
            assertEquals(TcpError.STALE_HANDLE, tcp.write(handle, buffer, 0, 1, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.read(handle, buffer, 0, 1, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.peek(handle));
            assertEquals(TcpError.STALE_HANDLE, tcp.consume(handle, 0, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.claim(handle));
            assertEquals(TcpError.STALE_HANDLE, tcp.commit(handle, 0, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.shutdownWrite(handle, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.close(handle, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.abort(handle, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.accept(handle));
            assertEquals(TcpError.STALE_HANDLE, tcp.endReason(handle));
            assertEquals(TcpError.STALE_HANDLE, tcp.setNoDelay(handle, true, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.setKeepAlive(handle, 0, 0, 0, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.setUserTimeout(handle, 0, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.setConnectTimeout(handle, 1, 0));
            assertEquals(TcpError.STALE_HANDLE, tcp.setTtl(handle, 1));
            assertEquals(TcpError.STALE_HANDLE, tcp.setDscp(handle, 1));
            assertEquals(TcpState.CLOSED, tcp.state(handle));
            assertEquals(0, tcp.takeSignals(handle));
            assertEquals(0, tcp.remoteAddressOf(handle));
            assertEquals(0, tcp.remotePortOf(handle));
            assertEquals(0, tcp.localPortOf(handle));
            assertEquals(0, tcp.readable(handle));
            assertEquals(0, tcp.writable(handle));
        }

        @Test
        @Tag("uc_closed_openActive")
        void openingNeedsAFreeSlotAndAnAddress() {
            assertEquals(TcpError.BAD_ADDRESS, tcp.connect(PEER, 0, 0, 0));
            assertEquals(TcpError.BAD_ADDRESS, tcp.connect(PEER, 65536, 0, 0));
            assertEquals(TcpError.BAD_ADDRESS, tcp.connect(PEER, 1, -1, 0));
            assertEquals(TcpError.BAD_ADDRESS, tcp.connect(PEER, 1, 65536, 0));
            Set<Integer> handles = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                int handle = tcp.connect(PEER, 65535, 0, 0);
                assertTrue(handle > 0);
                assertTrue(tcp.localPortOf(handle) >= 1024);
                handles.add(handle);
            }
            assertEquals(3, handles.size());
            assertEquals(TcpError.NO_FREE_SLOT, tcp.connect(PEER, 65535, 0, 0));
        }

        @Test
        @Tag("uc_closed_openPassive")
        @Tag("uc_listen_openPassive")
        void listeningNeedsAPortAndAPlace() {
            assertEquals(TcpError.BAD_ARGUMENT, tcp.listen(0, 1));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.listen(-1, 1));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.listen(65536, 1));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.listen(80, 0));
            assertTrue(tcp.listen(65535, 1000) > 0);
            assertEquals(TcpError.ADDRESS_IN_USE, tcp.listen(65535, 1));
            assertTrue(tcp.listen(1, 1) > 0);
            assertEquals(TcpError.NO_FREE_LISTENER, tcp.listen(2, 1));
        }
    }

    @Nested
    class OnAListener {

        /** {@link TcpError#NOT_CONNECTED}: "or the handle is a listener's". */
        @Test
        @Tag("uc_listen_send")
        @Tag("uc_listen_receive")
        void textIsForConnections() {
            int listener = tcp.listen(SERVER, 1);
            assertEquals(TcpError.NOT_CONNECTED, tcp.write(listener, buffer, 0, 1, 0));
            assertEquals(TcpError.NOT_CONNECTED, tcp.read(listener, buffer, 0, 1, 0));
        }

        @Test
        void aListenersHandleIsNoConnections() {
            int listener = tcp.listen(SERVER, 1);
            assertEquals(TcpState.LISTEN, tcp.state(listener));
            assertEquals(SERVER, tcp.localPortOf(listener));
            assertTrue(tcp.write(listener, buffer, 0, 1, 0) < 0);
            assertTrue(tcp.peek(listener) < 0);
            assertTrue(tcp.shutdownWrite(listener, 0) < 0);
            assertTrue(tcp.setTtl(listener, 1) < 0);
            assertEquals(TcpError.WOULD_BLOCK, tcp.accept(listener));
            int connection = tcp.connect(PEER, 1, 0, 0);
            assertEquals(TcpError.STALE_HANDLE, tcp.accept(connection));
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        @Tag("uc_listen_close")
        @Tag("uc_listen_abort")
        @Tag("sc_19")
        void itsEndIsTheEndOfWhatIsHalfOpenOrUnaccepted(boolean abort) {
            int listener = peer.listen(SERVER, 3);
            int accepted = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            int kept = peer.accept(listener);
            int unaccepted = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            deafTo = 2;
            final int halfOpen = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            assertEquals(3, hosts.inUse(1));
            deafTo = 0;
            int answer =
                    abort ? peer.abort(listener, hosts.nowNs) : peer.close(listener, hosts.nowNs);
            assertEquals(0, answer);
            assertEquals(TcpError.STALE_HANDLE, peer.accept(listener));
            Inspector.check(peer);
            hosts.transmit(1);
            assertEquals(1, hosts.inUse(1), "only what was accepted");
            run();
            assertEquals(TcpState.ESTABLISHED, peer.state(kept));
            assertEquals(TcpState.ESTABLISHED, tcp.state(accepted));
            assertEquals(TcpError.RESET, tcp.endReason(unaccepted));
            assertEquals(TcpState.SYN_SENT, tcp.state(halfOpen), "it hears nothing");
            hosts.runFor(2 * SECOND);
            assertEquals(TcpError.REFUSED, tcp.endReason(halfOpen), "until it asks again");
        }

        @Test
        void aListenersPlaceIsUsedAgainUnderAnotherHandle() {
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                int listener = tcp.listen(SERVER, 1);
                assertTrue(seen.add(listener));
                assertEquals(0, tcp.close(listener, 0));
                assertEquals(TcpError.STALE_HANDLE, tcp.close(listener, 0));
                assertEquals(TcpError.STALE_HANDLE, tcp.accept(listener));
            }
        }

        @Test
        void aListenersGenerationWrapsAndItsHandleStaysPositive() {
            int listener = tcp.listen(SERVER, 1);
            tcp.close(listener, 0);
            tcp.connections.listeners.release(0, 0xffffff); // the last before the wrap
            int last = tcp.listen(SERVER, 1);
            assertTrue(last > 0, "handle " + last);
            assertEquals(TcpState.LISTEN, tcp.state(last));
            assertEquals(0, tcp.close(last, 0));
            int next = tcp.listen(SERVER, 1);
            assertEquals(listener, next, "the first generation again");
            assertEquals(TcpError.STALE_HANDLE, tcp.close(last, 0));
            assertEquals(0, tcp.close(next, 0));
        }

        @Test
        void theBacklogLimitsWhatWaits() {
            final int listener = peer.listen(SERVER, 2);
            for (int i = 0; i < 3; i++) {
                tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            }
            run();
            TcpStatus row = new TcpStatus();
            assertTrue(peer.status(0, row, hosts.nowNs));
            assertEquals(TcpStatus.LISTENER, row.kind);
            assertEquals(2, row.receiveQueue);
            assertEquals(2, row.sendQueue);
            assertTrue(peer.accept(listener) > 0);
            assertTrue(peer.accept(listener) > 0);
            hosts.runFor(10 * SECOND);
            assertTrue(peer.accept(listener) > 0, "the third has asked again");
        }
    }

    @Nested
    class Handles {

        static Stream<Integer> slotCounts() {
            return Stream.of(1, 2, 3, 4, 5, 64, 65);
        }

        @ParameterizedTest
        @MethodSource("slotCounts")
        void arePositiveDistinctAndNameTheirSlot(int slots) {
            config.connections = slots;
            Tcp one = new TwoHosts(config, config, 0, 1, (h, f, s) -> {}).tcp[0];
            Set<Integer> seen = new HashSet<>();
            Set<Integer> usedSlots = new HashSet<>();
            int listener = one.listen(1, 1);
            for (int i = 0; i < slots; i++) {
                int handle = one.connect(PEER, 80, 0, 0);
                assertTrue(handle > 0);
                assertNotEquals(listener, handle);
                assertTrue(seen.add(handle));
                assertTrue(one.slotOf(handle) < slots);
                assertTrue(usedSlots.add(one.slotOf(handle)));
            }
        }

        @Test
        void aStaleHandleNeverReachesTheNextConnectionOfItsSlot() {
            config.connections = 1;
            Tcp one = new TwoHosts(config, config, 0, 1, (h, f, s) -> {}).tcp[0];
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 5000; i++) {
                int handle = one.connect(PEER, 80, 0, i);
                assertTrue(seen.add(handle), "handle of an earlier connection");
                assertEquals(TcpState.SYN_SENT, one.state(handle));
                for (int old : List.of(handle - 1, handle + 1)) {
                    assertEquals(TcpState.CLOSED, one.state(old));
                }
                assertEquals(0, one.close(handle, i));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 1024})
        void aGenerationWrapsPastZeroAndBelowTheListenersBit(int slots) {
            config.connections = slots;
            Tcp one = new TwoHosts(config, config, 0, 1, (h, f, s) -> {}).tcp[0];
            int handle = one.connect(PEER, 80, 0, 0);
            int slot = one.slotOf(handle);
            int last = 0;
            for (int bits = 30; bits > 0; bits--) { // the largest generation there is room for
                int generation = (1 << bits) - 1;
                one.connections.tcbs[slot].generation = generation;
                int made = one.connections.handles.own(one.connections.tcbs[slot]);
                if (made > 0 && made < 1 << 30 && one.slotOf(made) == slot) {
                    last = generation;
                    break;
                }
            }
            Tcb tcb = one.connections.tcbs[slot];
            tcb.generation = last;
            int before = one.connections.handles.own(tcb);
            assertEquals(TcpState.SYN_SENT, one.state(before));
            assertEquals(0, one.close(before, 0));
            assertEquals(1, tcb.generation, "the generation wraps to 1");
            assertEquals(TcpState.CLOSED, one.state(before));
        }

        @Test
        @Tag("MUST-21")
        void settersCheckTheirArguments() {
            int handle = withUnread(0);
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setTtl(handle, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setTtl(handle, 256));
            assertEquals(0, tcp.setTtl(handle, 1));
            assertEquals(0, tcp.setTtl(handle, 255));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setDscp(handle, -1));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setDscp(handle, 64));
            assertEquals(0, tcp.setDscp(handle, 63));
            assertEquals(Tcp.DONT_FRAGMENT | 255 << 8 | 63 << 2, tcp.ttlAndTos(tcp.slotOf(handle)));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setUserTimeout(handle, -1, 0));
            assertEquals(0, tcp.setUserTimeout(handle, 0, 0));
            assertEquals(0, tcp.setUserTimeout(handle, Integer.MAX_VALUE, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setKeepAlive(handle, -1, 1, 2, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setKeepAlive(handle, 1, 0, 2, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setKeepAlive(handle, 1, 1, 1, 0));
            assertEquals(0, tcp.setKeepAlive(handle, 1000, 1000, 2, hosts.nowNs));
            assertEquals(0, tcp.setKeepAlive(handle, 0, 0, 0, hosts.nowNs));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.setConnectTimeout(handle, 0, 0));
            assertEquals(TcpError.WOULD_BLOCK, tcp.consume(handle, -1, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.commit(handle, -1, 0));
            assertEquals(TcpError.BAD_ARGUMENT, tcp.commit(handle, 257, 0));
            Inspector.check(tcp);
        }

        @Test
        void aSettingDoesNotPassToTheNextConnectionOfTheSlot() {
            config.connections = 1;
            hosts = new TwoHosts(config, config, 0, 42, UserCallsTest.this::carry);
            tcp = hosts.tcp[0];
            int first = tcp.connect(PEER, SERVER, 0, 0);
            tcp.setTtl(first, 7);
            tcp.setDscp(first, 8);
            tcp.setNoDelay(first, true, 0);
            tcp.setUserTimeout(first, 5, 0);
            tcp.setKeepAlive(first, 5, 5, 5, 0);
            tcp.abort(first, 0);
            int second = tcp.connect(PEER, SERVER, 0, 0);
            Tcb tcb = tcp.connections.tcbs[0];
            assertEquals(Tcp.DONT_FRAGMENT | 64 << 8, tcp.ttlAndTos(tcp.slotOf(second)));
            assertFalse(tcb.noDelay);
            assertEquals(300 * SECOND, tcb.userTimeoutNs);
            assertEquals(0, tcb.keepAliveIdleNs);
        }

        @Test
        void weakEntropyIsRefusedUnlessAllowed() {
            InternetLayer ip =
                    new InternetLayer() {
                        @Override
                        public int sourceAddressFor(int remoteAddress) {
                            return remoteAddress == PEER
                                    ? 5
                                    : remoteAddress == 6 ? NO_ROUTE : BAD_DESTINATION;
                        }

                        @Override
                        public int mtuTo(int remoteAddress) {
                            return 1500;
                        }
                    };
            Tcp weak = new Tcp(config, new PortableOctets(), ip, 1, 2, false);
            assertEquals(TcpError.WEAK_ENTROPY, weak.listen(80, 1));
            assertEquals(TcpError.WEAK_ENTROPY, weak.connect(PEER, 80, 0, 0));
            config.allowWeakEntropy = true;
            Tcp allowed = new Tcp(config, new PortableOctets(), ip, 1, 2, false);
            assertTrue(allowed.listen(80, 1) > 0);
            assertTrue(allowed.connect(PEER, 80, 0, 0) > 0);
            assertEquals(TcpError.NO_ROUTE, allowed.connect(6, 80, 0, 0));
            assertEquals(TcpError.BAD_ADDRESS, allowed.connect(7, 80, 0, 0));
        }
    }

    @Nested
    class Readiness {

        @Test
        void newsIsToldOnceAndOldestFirst() {
            final int listener = peer.listen(SERVER, 3);
            int first = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            int second = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            assertEquals(first, tcp.nextReady());
            assertEquals(second, tcp.nextReady());
            assertEquals(Tcp.NONE, tcp.nextReady());
            assertEquals(Signals.CONNECTED | Signals.WRITABLE, tcp.takeSignals(first));
            assertEquals(0, tcp.takeSignals(first));
            assertEquals(Signals.CONNECTED | Signals.WRITABLE, tcp.takeSignals(second));
            assertEquals(listener, peer.nextReady());
            assertEquals(Signals.ACCEPTABLE, peer.takeSignals(listener));
            assertEquals(Tcp.NONE, peer.nextReady());
        }

        @Test
        void acceptingOneOfTwoShowsTheListenerAgain() {
            final int listener = peer.listen(SERVER, 3);
            tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            assertEquals(listener, peer.nextReady());
            peer.takeSignals(listener);
            int accepted = peer.accept(listener);
            assertEquals(listener, peer.nextReady());
            assertEquals(Signals.ACCEPTABLE, peer.takeSignals(listener));
            assertEquals(accepted, peer.nextReady());
            peer.accept(listener);
            assertEquals(TcpError.WOULD_BLOCK, peer.accept(listener));
        }

        @Test
        void whatCameBeforeAcceptIsNewsAfterIt() {
            final int listener = peer.listen(SERVER, 3);
            int handle = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            tcp.write(handle, buffer, 0, 5, hosts.nowNs);
            tcp.shutdownWrite(handle, hosts.nowNs);
            tcp.write(handle, buffer, 0, 5, hosts.nowNs);
            run();
            int accepted = peer.accept(listener);
            int signals = peer.takeSignals(accepted);
            assertTrue((signals & Signals.CONNECTED) != 0);
            assertTrue((signals & Signals.READABLE) != 0);
        }

        @Test
        void aFullRingBecomesWritableAndTextReadable() {
            int handle = withUnread(0);
            tcp.takeSignals(handle);
            peer.takeSignals(accepted);
            while (tcp.nextReady() != Tcp.NONE || peer.nextReady() != Tcp.NONE) {
                // the news of the handshake
            }
            assertEquals(256, tcp.write(handle, buffer, 0, 300, hosts.nowNs));
            run();
            assertEquals(accepted, peer.nextReady());
            assertEquals(Signals.READABLE, peer.takeSignals(accepted));
            assertEquals(handle, tcp.nextReady());
            assertEquals(Signals.WRITABLE, tcp.takeSignals(handle));
            peer.abort(accepted, hosts.nowNs);
            run();
            assertEquals(handle, tcp.nextReady());
            assertEquals(Signals.ENDED, tcp.takeSignals(handle) & Signals.ENDED);
            assertEquals(Tcp.NONE, peer.nextReady(), "who has closed hears no more");
        }

        @Test
        void aWriteThatFitsIsNoRequestForASignal() {
            int handle = withUnread(0);
            tcp.takeSignals(handle);
            tcp.write(handle, buffer, 0, 100, hosts.nowNs);
            tcp.writable(handle);
            run();
            assertEquals(0, tcp.takeSignals(handle));
        }

        @Test
        void aClosedConnectionLeavesTheList() {
            peer.listen(SERVER, 3);
            int handle = tcp.connect(PEER, SERVER, 0, hosts.nowNs);
            run();
            tcp.close(handle, hosts.nowNs);
            assertEquals(Tcp.NONE, tcp.nextReady());
        }
    }

    @Nested
    class WithoutACopy {

        /** Numbers such that the ring's wrap and those of sequence numbers are crossed. */
        @ParameterizedTest
        @ValueSource(ints = {0x7fffffff - 100, 0xffffffff - 100, 0})
        void runsEndAtTheWrapOfTheRing(int iss) {
            begin(iss);
            tcp.setNoDelay(handle, true, hosts.nowNs);
            boolean sendWraps = false;
            boolean receiveWraps = false;
            for (int round = 0; round < 400; round++) {
                int room = tcp.writable(handle);
                int run = tcp.claim(handle);
                assertTrue(run <= room && (run > 0 || run == TcpError.WOULD_BLOCK));
                if (run > 0) {
                    sendWraps |= run < room;
                    build(Math.min(run, 37 + round % 40));
                }
                hosts.runFor(MS); // so that there is always something on its way
                int readable = peer.readable(accepted);
                if (readable > 0) {
                    int peeked = peer.peek(accepted);
                    assertTrue(peeked <= readable && peeked > 0);
                    receiveWraps |= peeked < readable;
                    assertEquals(TcpError.BAD_ARGUMENT, peer.consume(accepted, readable + 1, 0));
                    assertEquals(peeked, peer.peek(accepted), "peeking takes nothing");
                    int kept = Math.min(round % 3, readable);
                    readInPlace(Math.min(peeked, readable - kept));
                }
            }
            assertTrue(sendWraps);
            assertTrue(receiveWraps);
            hosts.runFor(SECOND);
            while (peer.readable(accepted) > 0) {
                readInPlace(peer.peek(accepted));
            }
            assertEquals(sent, got);
        }

        @Test
        void emptyRingsAreFilledFromTheirBeginning() {
            begin(1000);
            for (int round = 0; round < 5; round++) {
                assertEquals(256, tcp.claim(handle), "a whole ring");
                assertEquals(slot(tcp, handle) * 256, tcp.writeOffset(handle));
                build(100);
                run();
                assertEquals(100, peer.peek(accepted));
                assertEquals(slot(peer, accepted) * 256, peer.readOffset(accepted));
                readInPlace(60);
                assertEquals(slot(peer, accepted) * 256 + 60, peer.readOffset(accepted));
                readInPlace(40);
            }
        }

        @Test
        void aClaimStaysInPlaceWhileAllElseIsAcknowledged() {
            begin(1000);
            build(10);
            assertEquals(246, tcp.claim(handle));
            int at = tcp.writeOffset(handle);
            run(); // all that was sent is acknowledged
            assertEquals(at, tcp.writeOffset(handle));
            build(30);
            run();
            assertEquals(40, peer.peek(accepted));
            readInPlace(40);
        }

        @Test
        void textAheadStaysInPlaceWhenAllBeforeTheHoleIsRead() {
            begin(1000);
            tcp.setNoDelay(handle, true, hosts.nowNs);
            build(10);
            run();
            deafTo = 1; // what the first host sends now is lost
            build(10);
            hosts.runFor(MS);
            deafTo = 0;
            build(10);
            hosts.runFor(2 * MS);
            assertEquals(10, peer.peek(accepted));
            readInPlace(10);
            assertEquals(TcpError.WOULD_BLOCK, peer.peek(accepted));
            hosts.runFor(SECOND); // it is sent again
            assertEquals(20, peer.peek(accepted));
            readInPlace(20);
        }

        private int handle;
        private int sent;
        private int got;

        private void begin(int iss) {
            long hash =
                    new SipHash(42, ~42L).hash(TwoHosts.ADDRESS[0], PEER, SERVER << 16 | CLIENT, 1);
            long startNs = (iss - (int) hash & 0xffffffffL) << 12;
            hosts = new TwoHosts(config, config, startNs, 42, UserCallsTest.this::carry);
            tcp = hosts.tcp[0];
            peer = hosts.tcp[1];
            handle = withUnread(0);
        }

        private static int slot(Tcp of, int connection) {
            return of.slotOf(connection);
        }

        /** Builds so many octets of the stream where they have been claimed. */
        private void build(int length) {
            for (int i = 0; i < length; i++) {
                tcp.writeArray()[tcp.writeOffset(handle) + i] = (byte) (sent + i);
            }
            assertEquals(length, tcp.commit(handle, length, hosts.nowNs));
            sent += length;
        }

        /** So many octets of the stream stand there, and are read. */
        private void readInPlace(int length) {
            for (int i = 0; i < length; i++) {
                byte octet = peer.readArray()[peer.readOffset(accepted) + i];
                assertEquals((byte) (got + i), octet);
            }
            assertEquals(length, peer.consume(accepted, length, hosts.nowNs));
            got += length;
        }
    }
}
