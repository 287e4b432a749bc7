package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flood mode: what a listener does when its SYN queue is full (RFC 4987). */
class SynFloodTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CLIENT = 0xcb007105;
    private static final byte[] MSS_1460 = {2, 4, 5, (byte) 180};

    /** MSS 1460, SACK permitted, timestamps, window shift 7. */
    private static final byte[] SYN_WITH_ALL = {
        2, 4, 5, (byte) 180, 4, 2, 8, 10, 0, 0, 1, 2, 0, 0, 0, 0, 1, 3, 3, 7
    };

    private final TcpConfig config = new TcpConfig();
    private ManyPeers peers;
    private Tcp tcp;
    private int listener;

    private void start() {
        start(0);
    }

    private void start(long startNs) {
        start(startNs, 64);
    }

    private void startWithBacklog(int backlog) {
        start(0, backlog);
    }

    private void start(long startNs, int backlog) {
        peers = new ManyPeers(config, startNs, 7);
        tcp = peers.tcp;
        listener = tcp.listen(ManyPeers.PORT, backlog);
    }

    /** Flood mode, and room in the SYN queue for whom a cookie lets in. */
    private void startFloodAndOutliveItsEntries() {
        peers.startFlood();
        peers.runFor(4 * SECOND);
        peers.sent.clear();
    }

    private long counted(int counter) {
        return tcp.counter(counter);
    }

    /** A client's SYN, the SYN-ACK it gets, its ACK with text; the handle accepted. */
    private int connect(int port) {
        peers.syn(CLIENT, port, 100, MSS_1460);
        ManyPeers.Sent synAck = peers.only();
        assertEquals(Segment.SYN | Segment.ACK, synAck.flags());
        peers.ack(CLIENT, port, 101, synAck.seq() + 1, 10);
        int handle = tcp.accept(listener);
        assertTrue(handle > 0, TcpError.text(handle));
        return handle;
    }

    @Test
    @Tag("RFC4987-2")
    @Tag("st_listen_03")
    @Tag("st_listen_05")
    void aFullQueueIsAnsweredByCookiesThatMakeConnections() {
        start();
        peers.startFlood();
        int handle = connect(5000);
        assertEquals(TcpState.ESTABLISHED, tcp.state(handle));
        assertEquals(10, tcp.readable(handle));
        assertEquals(1, counted(TcpCounter.SYN_COOKIES_RECEIVED));
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_FAILED));
        assertEquals(0, counted(TcpCounter.DROP_SYN_QUEUE_FULL));
    }

    @Test
    void inFloodModeNobodyIsTakenIntoTheQueueEvenWhereThereIsRoom() {
        start();
        peers.startFlood();
        int half = halfOpen();
        assertTrue(half < config.synQueue, "one bucket is full, not all");
        for (int i = 0; i < 1_000; i++) {
            peers.syn(0xc6130000 + i, 2000, i);
            assertEquals(Segment.SYN | Segment.ACK, peers.only().flags(), "one answer each");
        }
        assertEquals(half, halfOpen());
        assertEquals(0, peers.connections());
    }

    @Test
    @Tag("sc_16")
    @Tag("RFC4987-2")
    void aTransferGoesOnInAFlood() {
        start();
        int connection = connect(5000);
        byte[] into = new byte[1000];
        int taken = tcp.read(connection, into, 0, into.length, peers.nowNs);
        int seq = tcp.connections.tcbs[tcp.slotOf(connection)].rcvNxt;
        int ack = tcp.connections.tcbs[tcp.slotOf(connection)].sndNxt;
        for (int i = 0; i < 100; i++) {
            for (int each = 0; each < 50; each++) {
                peers.syn(0xc6120000 + i * 50 + each, 1024, i);
            }
            peers.sent.clear();
            peers.ack(CLIENT, 5000, seq, ack, 1000);
            seq += 1000;
            taken += tcp.read(connection, into, 0, into.length, peers.nowNs);
            peers.sent.removeIf(sent -> sent.to() != CLIENT);
            if (i % 2 == 0) { // one came with the handshake
                assertEquals(seq, peers.only().ack(), "every second segment is acknowledged");
            }
        }
        assertTrue(taken >= 100_000, taken + " octets");
        assertTrue(counted(TcpCounter.FLOOD_MODES) > 0);
        assertEquals(1, peers.connections());
    }

    private int halfOpen() {
        return tcp.connections.synQueue.size();
    }

    @Test
    void entriesOfBeforeKeepTheirLife() {
        start();
        peers.syn(CLIENT, 4999, 7, MSS_1460);
        int iss = peers.only().seq();
        peers.startFlood();
        peers.runFor(2 * SECOND);
        peers.ack(CLIENT, 4999, 8, iss + 1, 0);
        assertTrue(tcp.accept(listener) > 0);
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_RECEIVED));
    }

    @Test
    @Tag("RFC4987-2")
    void withoutCookiesTheNewcomerIsDropped() {
        config.synCookies = false;
        start();
        for (int i = 0; counted(TcpCounter.DROP_SYN_QUEUE_FULL) == 0; i++) {
            peers.syn(0xc6120000 + i, 1024 + i, i);
        }
        assertEquals(0, counted(TcpCounter.FLOOD_MODES));
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_SENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {-65_536, -2, -1, 1, 2, 31})
    void anotherNumberIsNoCookie(int off) {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq();
        int code = 7 << 1; // MSS 1460 and no SACK is code 14 of 0..15
        int wrong = off > 0 ? iss + (15 - code) + off : iss - code + off;
        peers.ack(CLIENT, 5000, 101, wrong + 1, 0);
        assertEquals(Segment.RST, peers.only().flags());
        assertEquals(1, counted(TcpCounter.SYN_COOKIES_FAILED));
        assertEquals(0, peers.connections());
    }

    @Test
    @Tag("RFC4987-11")
    void anotherSequenceNumberPortOrAddressIsNoCookie() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq();
        peers.ack(CLIENT, 5000, 102, iss + 1, 0);
        peers.ack(CLIENT, 5001, 101, iss + 1, 0);
        peers.ack(CLIENT + 1, 5000, 101, iss + 1, 0);
        assertEquals(3, counted(TcpCounter.SYN_COOKIES_FAILED));
        peers.ack(CLIENT, 5000, 101, iss + 1, 0);
        assertEquals(1, peers.connections());
    }

    /** The ACK of a FIN that followed the SYN comes once more when all is over. */
    @Test
    @Tag("RFC4987-11")
    void theNumbersRoundACookieAreNone() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq();
        for (int beside = 1; beside <= 64; beside++) {
            peers.ack(CLIENT, 5000, 101, iss + 1 + beside, 0);
            peers.ack(CLIENT, 5000, 101, iss + 1 - beside, 0);
        }
        assertEquals(128, counted(TcpCounter.SYN_COOKIES_FAILED));
        assertEquals(0, peers.connections());
    }

    @Test
    @Tag("RFC4987-10")
    void outsideFloodModeNoAckMakesAConnection() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq();
        peers.runFor(15 * SECOND + SynCookies.LIFE_NS - 1);
        assertTrue(tcp.connections.floodGate.isOpen(peers.nowNs));
        peers.runFor(1);
        peers.sent.clear();
        peers.ack(CLIENT, 5000, 101, iss + 1, 0);
        assertEquals(Segment.RST, peers.only().flags());
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_FAILED), "the gate is shut");
        assertEquals(0, peers.connections());
    }

    /** The client's SYN went twice, and both answers are on their way; it takes either. */
    @Test
    @Tag("RFC4987-2")
    void aCookieCountsAlsoWhereItsSynHasAnEntryByNow() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int cookie = peers.only().seq();
        peers.runFor(15 * SECOND);
        peers.sent.clear();
        int before = halfOpen();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        assertNotEquals(cookie, peers.only().seq());
        assertEquals(before + 1, halfOpen());
        peers.ack(CLIENT, 5000, 101, cookie + 101, 0);
        assertEquals(before, halfOpen() - 1, "what is neither's leaves the entry");
        peers.ack(CLIENT, 5000, 101, cookie + 1, 10);
        assertEquals(before, halfOpen());
        assertEquals(10, tcp.readable(tcp.accept(listener)));
        assertEquals(1, counted(TcpCounter.SYN_COOKIES_RECEIVED));
    }

    /** A cookie lives 32 s at least and 64 s at most, wherever in a period it was made. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16, 31})
    @Tag("RFC4987-11")
    void cookiesDie(long secondsIntoThePeriod) {
        start();
        peers.startFlood();
        peers.runFor(secondsIntoThePeriod * SECOND);
        keepFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        peers.syn(CLIENT, 5001, 100, MSS_1460);
        int second = peers.sent.removeLast().seq();
        int first = peers.sent.removeLast().seq();
        peers.runFor(32 * SECOND);
        keepFlood();
        peers.ack(CLIENT, 5000, 101, first + 1, 0);
        assertEquals(1, peers.connections(), "after 32 s");
        peers.runFor(32 * SECOND);
        keepFlood();
        peers.ack(CLIENT, 5001, 101, second + 1, 0);
        assertEquals(1, peers.connections(), "after 64 s");
    }

    private void keepFlood() {
        for (int i = 0; !tcp.connections.floodGate.isFlood(peers.nowNs); i++) {
            assertTrue(i < 0x10000, "no bucket fills");
            peers.syn(0xc6140000 + i, 1024 + i, i);
        }
        peers.sent.clear();
    }

    @Test
    void floodModeLasts15SecondsAndTwiceAsLongEachTimeItComesBackAtOnce() {
        start();
        for (long length : new long[] {15, 30, 60, 120, 120}) {
            keepFlood();
            peers.runFor(length * SECOND - 1);
            assertTrue(tcp.connections.floodGate.isFlood(peers.nowNs), length + " s");
            peers.runFor(1);
            assertTrue(!tcp.connections.floodGate.isFlood(peers.nowNs), length + " s");
        }
        assertEquals(5, counted(TcpCounter.FLOOD_MODES));
        peers.runFor(SynCookies.LIFE_NS);
        keepFlood();
        peers.runFor(15 * SECOND);
        assertTrue(!tcp.connections.floodGate.isFlood(peers.nowNs), "forgotten: 15 s again");
    }

    @Test
    void entriesEndSoonAndAreNotRepeatedInFloodMode() {
        start();
        peers.startFlood();
        assertTrue(halfOpen() <= config.synQueue / 2, "a long life but for the flood");
        peers.runFor(4 * SECOND);
        assertEquals(0, peers.sent.size(), "SYN-ACKs again");
        assertEquals(0, halfOpen());
    }

    @Test
    void cookiesDieWithTheirListener() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq();
        tcp.close(listener, peers.nowNs);
        listener = tcp.listen(ManyPeers.PORT, 64);
        peers.ack(CLIENT, 5000, 101, iss + 1, 0);
        assertEquals(0, peers.connections());
    }

    @Test
    void aCookieThatFindsTheAcceptQueueFullIsNotReset() {
        startWithBacklog(2);
        peers.startFlood();
        int[] iss = new int[3];
        for (int i = 0; i < 3; i++) {
            peers.syn(CLIENT, 5000 + i, 100, MSS_1460);
            iss[i] = peers.only().seq();
        }
        for (int i = 0; i < 3; i++) {
            peers.ack(CLIENT, 5000 + i, 101, iss[i] + 1, 0);
        }
        assertEquals(0, peers.sent.size(), "silence");
        assertEquals(2, peers.connections());
        assertEquals(1, counted(TcpCounter.DROP_ACCEPT_OVERFLOW));
        tcp.accept(listener);
        peers.ack(CLIENT, 5002, 101, iss[2] + 1, 10); // its text, sent again
        assertEquals(3, peers.connections());
    }

    /** He believes the connection open: only a SYN-ACK makes him try again before his own time. */
    @Test
    @Tag("RFC4987-2")
    void whoseCookieFindsNoSlotIsRemindedForHalfAMinute() {
        startWithBacklog(1);
        startFloodAndOutliveItsEntries();
        int port = 5001;
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int first = peers.only().seq();
        peers.syn(CLIENT, port, 100, MSS_1460);
        int second = peers.only().seq();
        peers.ack(CLIENT, 5000, 101, first + 1, 0);
        peers.ack(CLIENT, port, 101, second + 1, 0);
        assertEquals(0, peers.sent.size());
        for (int seconds : new int[] {1, 2, 4, 8}) {
            peers.runFor(seconds * SECOND);
            ManyPeers.Sent reminder = peers.only();
            assertEquals(CLIENT, reminder.to());
            assertEquals(Segment.SYN | Segment.ACK, reminder.flags());
            assertEquals(second, reminder.seq());
            peers.ack(CLIENT, port, 101, second + 1, 0);
        }
        peers.runFor(15 * SECOND);
        peers.sent.clear();
        tcp.accept(listener);
        peers.ack(CLIENT, port, 101, second + 1, 10);
        assertEquals(2, peers.connections(), "30 s later");
        assertEquals(10, tcp.readable(tcp.accept(listener)));
    }

    /** What follows a first segment that found no slot is no reason to end the connection. */
    @Test
    void laterTextOfAClientWhoseCookieFoundNoSlotIsNotReset() {
        startWithBacklog(1);
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int first = peers.only().seq();
        peers.syn(CLIENT, 5001, 100, MSS_1460);
        int second = peers.only().seq();
        peers.ack(CLIENT, 5000, 101, first + 1, 0);
        peers.ack(CLIENT, 5001, 101, second + 1, 0);
        peers.ack(CLIENT, 5001, 101, second + 1, 10);
        peers.ack(CLIENT, 5001, 111, second + 1, 10);
        assertEquals(0, peers.sent.size(), "silence");
        tcp.accept(listener);
        peers.ack(CLIENT, 5001, 101, second + 1, 10);
        assertEquals(2, peers.connections());
    }

    /** RFC 6191: the new ISS has to lie above the old connection's, which no cookie can promise. */
    @Test
    void aSynInTimeWaitGetsAnEntryOrNothing() {
        start();
        int handle = connect(5000);
        tcp.read(handle, new byte[10], 0, 10, peers.nowNs);
        int iss = tcp.connections.tcbs[0].iss;
        tcp.close(handle, peers.nowNs);
        peers.runFor(0);
        peers.send(CLIENT, 5000, 111, iss + 2, Segment.FIN | Segment.ACK, ManyPeers.NO_OPTIONS, 0);
        peers.sent.clear();
        assertEquals(1, tcp.connections.timeWait.size());
        peers.startFlood();
        peers.syn(CLIENT, 5000, 1_000_000, MSS_1460);
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_SENT) - 1, "but the flood's own first");
        if (!peers.sent.isEmpty()) {
            assertTrue(SeqNum.lt(iss + 65_000, peers.only().seq()));
        }
    }

    /**
     * Who has forgotten nothing cannot say a second time what he did not keep: a client that waits
     * for the server to speak first, and whose ACK is lost, waits for its own time-out; one that
     * speaks first brings the cookie with its text.
     */
    @Test
    void aClientWhoseAckIsLostIsKnownByItsText() {
        start();
        peers.startFlood();
        peers.syn(CLIENT, 5000, 100, MSS_1460);
        int iss = peers.only().seq(); // the ACK that follows is lost
        peers.runFor(4 * SECOND);
        assertEquals(0, peers.sent.size(), "the SYN-ACK is not repeated");
        peers.ack(CLIENT, 5000, 101, iss + 1, 200);
        int handle = tcp.accept(listener);
        assertEquals(200, tcp.readable(handle));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 536, 536",
        "63, 64, 64",
        "64, 64, 64",
        "215, 215, 64",
        "216, 216, 216",
        "535, 535, 216",
        "536, 536, 536",
        "1459, 1459, 1440",
        "1460, 1460, 1460",
        "9000, 1460, 1460"
    })
    void aCookieMakesTheConnectionThatAnEntryMakesWithTheMssRoundedDown(
            int mss, int fromEntry, int fromCookie) {
        byte[] options = {2, 4, (byte) (mss >>> 8), (byte) mss};
        long entry = madeOf(false, options);
        long cookie = madeOf(true, options);
        assertEquals(fromEntry, (int) entry);
        assertEquals(fromCookie, (int) cookie);
        assertEquals(entry >>> 32, cookie >>> 32, "window");
    }

    /** The send MSS, and above it the send window. */
    private long madeOf(boolean cookie, byte[] options) {
        start();
        if (cookie) {
            peers.startFlood();
        }
        peers.syn(CLIENT, 5000, 100, options);
        int iss = peers.only().seq();
        peers.ack(CLIENT, 5000, 101, iss + 1, 0);
        Tcb tcb = tcp.connections.tcbs[0];
        assertEquals(TcpState.ESTABLISHED, tcb.state);
        assertEquals(101, tcb.rcvNxt);
        assertEquals(iss + 1, tcb.sndNxt);
        assertEquals(cookie, counted(TcpCounter.SYN_COOKIES_RECEIVED) == 1);
        assertFalse(tcb.sackPermitted, "the SYN does not permit it");
        return (long) tcb.sndWnd << 32 | tcb.sendMss;
    }

    /** What a cookie cannot know: when the SYN-ACK left, and so how long its way takes. */
    private static final Set<String> TELL_COOKIE_FROM_ENTRY =
            Set.of(
                    "synSentAtNs",
                    "srttNs",
                    "rttvarNs",
                    "rtoNs",
                    "minRttNs",
                    "minRttUntilNs",
                    "nextMinRttNs");

    /** Numbers that count from the ISS, which an entry and a cookie choose each in its way. */
    private static final Set<String> SEND_SPACE =
            Set.of(
                    "sndUna",
                    "sndNxt",
                    "sndEnd",
                    "sndOrigin",
                    "sndWl2",
                    "resendNxt",
                    "resendEnd",
                    "recover",
                    "rackFack",
                    "flightPeakUntil");

    /** The same segments of the same client, with timestamps, window scaling, SACK, and without. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("RFC4987-2")
    void aConnectionFromACookieIsThatFromAnEntryButForWhatIsNamed(boolean options) {
        Map<String, Object> entry = fieldsOf(connectionOf(false, options));
        Map<String, Object> cookie = fieldsOf(connectionOf(true, options));
        entry.keySet().removeAll(TELL_COOKIE_FROM_ENTRY);
        entry.entrySet().removeIf(field -> field.getValue().equals(cookie.get(field.getKey())));
        assertEquals(Map.of(), entry, "what is otherwise in the entry's");
    }

    private Tcb connectionOf(boolean cookie, boolean options) {
        start(1_000 * SECOND);
        if (cookie) {
            peers.startFlood();
        }
        peers.syn(CLIENT, 5000, 100, options ? SYN_WITH_ALL : MSS_1460);
        ManyPeers.Sent synAck = peers.only();
        peers.runFor(SECOND / 50);
        byte[] echo = {1, 1, 8, 10, 0, 0, 1, 3, 0, 0, 0, 0};
        if (options) {
            Fields.put32(echo, 8, timestamp(synAck.segment()));
        }
        byte[] answer = options ? echo : ManyPeers.NO_OPTIONS;
        peers.send(CLIENT, 5000, 101, synAck.seq() + 1, Segment.ACK, answer, 0);
        assertEquals(cookie ? 1 : 0, counted(TcpCounter.SYN_COOKIES_RECEIVED));
        Tcb tcb = tcp.connections.tcbs[0];
        assertEquals(TcpState.ESTABLISHED, tcb.state);
        assertEquals(options, tcb.timestamps && tcb.windowScaling && tcb.sackPermitted);
        return tcb;
    }

    private static Map<String, Object> fieldsOf(Tcb tcb) {
        Map<String, Object> fields = new TreeMap<>();
        for (Field field : Tcb.class.getDeclaredFields()) {
            String name = field.getName();
            if (Modifier.isStatic(field.getModifiers()) || name.equals("iss")) {
                continue;
            }
            try {
                field.setAccessible(true);
                Object value = field.get(tcb);
                boolean counts = SEND_SPACE.contains(name);
                fields.put(name, counts ? (Integer) ((int) value - tcb.iss) : value);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        fields.values().removeIf(value -> !(value instanceof Number || value instanceof Boolean));
        Set<String> compared = new HashSet<>(fields.keySet());
        compared.add("iss");
        fields.put("all others", Inspector.hash(tcb, compared));
        return fields;
    }

    /** The window shift travels in the timestamp, SACK in the cookie itself. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, 14})
    void withTimestampsACookieCarriesTheWindowShift(int shift) {
        start(123_456_789_000L);
        peers.startFlood();
        byte[] syn = new byte[20];
        System.arraycopy(MSS_1460, 0, syn, 0, 4);
        int at = 4;
        for (int octet : new int[] {4, 2, 8, 10, 0, 0, 1, 2, 0, 0, 0, 0, 1}) {
            syn[at++] = (byte) octet;
        }
        if (shift >= 0) {
            System.arraycopy(new byte[] {3, 3, (byte) shift}, 0, syn, at, 3);
        }
        peers.syn(CLIENT, 5000, 100, syn);
        ManyPeers.Sent synAck = peers.only();
        int stamp = timestamp(synAck.segment());
        byte[] echo = {1, 1, 8, 10, 0, 0, 1, 3, 0, 0, 0, 0};
        Fields.put32(echo, 8, stamp);
        peers.runFor(SECOND);
        peers.send(CLIENT, 5000, 101, synAck.seq() + 1, Segment.ACK, echo, 0);
        Tcb tcb = tcp.connections.tcbs[0];
        assertEquals(TcpState.ESTABLISHED, tcb.state);
        assertTrue(tcb.timestamps && tcb.sackPermitted);
        assertEquals(shift >= 0, tcb.windowScaling);
        assertEquals(Math.max(0, shift), tcb.sndWndShift);
        assertEquals(4096 << Math.max(0, shift), tcb.sndWnd);
        assertEquals(0x103, tcb.tsRecent);
        assertEquals(1460 - 12, tcb.sendMss);
        assertEquals(0, tcb.srttNs, "such a timestamp does not tell the time");
        int now = Timestamps.value(tcb.tsOffset, peers.nowNs);
        assertTrue(now - stamp >= SECOND >> 20, "it is not later than the clock");
        assertTrue(now - stamp <= (SECOND >> 20) + 128);
    }

    /** His entry may end before his cookie does, and what he echoes then is the last he has had. */
    @Test
    @Tag("RFC4987-2")
    void remindersAndChallengesCarryTheWindowShiftAsTheCookieDid() {
        startWithBacklog(1);
        startFloodAndOutliveItsEntries();
        peers.syn(CLIENT, 5000, 100, SYN_WITH_ALL);
        ManyPeers.Sent synAck = peers.only();
        int ack = synAck.seq() + 1;
        peers.syn(CLIENT, 4999, 100, MSS_1460);
        peers.ack(CLIENT, 4999, 101, peers.only().seq() + 1, 0);
        byte[] echo = {1, 1, 8, 10, 0, 0, 1, 3, 0, 0, 0, 0};
        Fields.put32(echo, 8, timestamp(synAck.segment()));
        peers.send(CLIENT, 5000, 101, ack, Segment.ACK, echo, 0);
        for (int seconds : new int[] {1, 2, 4, 8}) {
            peers.runFor(seconds * SECOND);
            int reminder = timestamp(peers.only().segment());
            assertEquals(7, SynCookies.windowShift(reminder));
            peers.send(CLIENT, 5000, 50, ack, Segment.ACK, echo, 0);
            int challenge = timestamp(peers.only().segment());
            assertEquals(7, SynCookies.windowShift(challenge));
            Fields.put32(echo, 8, challenge);
        }
        peers.runFor(17 * SECOND);
        assertEquals(0, halfOpen());
        tcp.accept(listener);
        peers.send(CLIENT, 5000, 101, ack, Segment.ACK, echo, 10);
        Tcb tcb = tcp.connections.tcbs[tcp.slotOf(tcp.accept(listener))];
        assertEquals(7, tcb.sndWndShift);
    }

    /** TSval of a segment. */
    private static int timestamp(byte[] s) {
        int at = Fields.optionAt(s, 8);
        assertTrue(at >= 0, "no timestamps");
        return Fields.get32(s, at + 2);
    }

    @Test
    void withoutTimestampsACookieDoesWithoutWindowScaling() {
        start();
        peers.startFlood();
        peers.syn(
                CLIENT,
                5000,
                100,
                (byte) 2,
                (byte) 4,
                (byte) 5,
                (byte) 180,
                (byte) 1,
                (byte) 3,
                (byte) 3,
                (byte) 7);
        ManyPeers.Sent synAck = peers.only();
        assertEquals(-1, Fields.option(synAck.segment(), 3));
        peers.ack(CLIENT, 5000, 101, synAck.seq() + 1, 0);
        assertEquals(4096, tcp.connections.tcbs[0].sndWnd);
        assertTrue(!tcp.connections.tcbs[0].windowScaling);
    }

    @Test
    void aMillionBlindAcksMakeNoConnectionOutsideFloodMode() {
        start();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            blindAck(random);
        }
        assertEquals(0, peers.connections());
        assertEquals(0, counted(TcpCounter.SYN_COOKIES_FAILED));
        assertTrue(counted(TcpCounter.OUT_RSTS) <= config.repliesPerSecond / 8, "the budget");
        assertEquals(1_000_000, counted(TcpCounter.OUT_RSTS) + counted(TcpCounter.REPLY_SKIPPED));
    }

    /** 2 keys x 16 codes of 2^32: 0.0075 connections expected. */
    @Test
    void aMillionBlindAcksMakeNoConnectionInFloodMode() {
        start();
        peers.startFlood();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1_000_000; i++) {
            blindAck(random);
        }
        assertEquals(0, peers.connections());
        assertEquals(1_000_000, counted(TcpCounter.SYN_COOKIES_FAILED));
    }

    private void blindAck(SplittableRandom random) {
        byte[] s =
                Fields.segment(
                        1, 5000, ManyPeers.PORT, random.nextInt(), random.nextInt(), 16, 1000);
        int verified = Tcp.CHECKSUM_VERIFIED;
        tcp.segmentArrives(s, 0, s.length, CLIENT, ManyPeers.SELF, verified, peers.nowNs);
        tcp.emitReply(new byte[64], 0, peers.nowNs);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 5_000_000_000L, Long.MIN_VALUE, -1})
    void timesMayWrap(long startNs) {
        start(startNs);
        peers.startFlood();
        peers.syn(CLIENT, 4000, 100, MSS_1460);
        int iss = peers.only().seq();
        peers.runFor(10 * SECOND);
        peers.ack(CLIENT, 4000, 101, iss + 1, 0);
        assertEquals(1, peers.connections());
        peers.runFor(100 * SECOND);
        peers.syn(CLIENT, 4001, 100, MSS_1460);
        assertNotEquals(0, halfOpen(), "normal again: it has an entry");
    }
}
