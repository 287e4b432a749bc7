package org.tcplite.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link Tcp#postRead}: text goes straight to where the user wants it, and nothing else is
 * different (RFC 9293 section 3.10.3 queues a RECEIVE).
 */
class PostedReadTest {

    private static final long MS = 1_000_000;
    private static final int SERVER = 80;
    private static final int AT = 5;
    private static final int UNTOUCHED = 0x7e;

    private final TcpConfig config = new TcpConfig();
    private final byte[] posted = new byte[400];
    private TwoHosts hosts;
    private Tcp sender;
    private Tcp reader;
    private int from;
    private int listener;
    private int to;
    private int written;
    private int read;

    /** Host 0's next segment, for as long as this stands, is lost. */
    private boolean loses;

    @BeforeEach
    void open() {
        config.connections = 2;
        config.timeWait = 2;
        config.receiveBuffer = 512;
        config.sendBuffer = 512;
        hosts = new TwoHosts(config, config, 0, 42, this::carry);
        sender = hosts.tcp[0];
        reader = hosts.tcp[1];
        listener = reader.listen(SERVER, 2);
        connect();
        Arrays.fill(posted, (byte) UNTOUCHED);
    }

    private void connect() {
        from = sender.connect(TwoHosts.ADDRESS[1], SERVER, 0, hosts.nowNs);
        hosts.runFor(300 * MS);
        to = reader.accept(listener);
        sender.setNoDelay(from, true, hosts.nowNs);
        written = 0;
        read = 0;
    }

    private void carry(TwoHosts on, int host, byte[] segment) {
        if (host != 0 || !loses) {
            on.arriveAt(1 - host, on.nowNs + MS, segment);
        }
    }

    private static byte octet(int at) {
        return (byte) (at * 31 >> 3);
    }

    private void post(int length) {
        assertEquals(0, reader.postRead(to, posted, AT, length));
    }

    /** The next octets of the stream arrive. */
    private void comes(int octets) {
        assertEquals(octets, sender.write(from, stream(octets), 0, octets, hosts.nowNs));
        hosts.runFor(300 * MS);
    }

    /** So many octets of the stream are read there. */
    private void reads(int octets, byte[] array, int offset, int most) {
        assertEquals(octets, reader.read(to, array, offset, most, hosts.nowNs));
        holds(octets, array, offset);
        read += octets;
    }

    /** The octets to be read next stand there. */
    private void holds(int octets, byte[] array, int offset) {
        for (int i = 0; i < octets; i++) {
            assertEquals(octet(read + i), array[offset + i], "octet " + (read + i));
        }
    }

    private void isUntouchedFrom(int at) {
        for (int i = at; i < posted.length; i++) {
            assertEquals(UNTOUCHED, posted[i], "index " + i);
        }
    }

    @Test
    void textStandsInTheArrayBeforeItIsRead() {
        post(300);
        comes(100);
        comes(20);
        assertEquals(120, reader.readable(to));
        holds(120, posted, AT);
        isUntouchedFrom(AT + 120);
        reads(120, posted, AT, 300);
    }

    /** What a read has given stays until the next segment, and that overwrites it. */
    @Test
    void aReadBeginsTheArrayAnew() {
        post(300);
        for (int i = 0; i < 5; i++) {
            comes(90);
            holds(90, posted, AT);
            reads(90, posted, AT, 90);
            isUntouchedFrom(AT + 90);
        }
    }

    @Test
    void whatDoesNotFitIsCopiedByTheRead() {
        post(150);
        comes(100);
        comes(51); // one too many
        comes(10); // fits, but is not the next to be read
        holds(100, posted, AT);
        isUntouchedFrom(AT + 100);
        assertEquals(161, reader.readable(to));
        reads(161, posted, AT, 390);
        comes(40);
        holds(40, posted, AT);
        reads(40, posted, AT, 390);
    }

    @Test
    void aReadThatTakesJustWhatIsInPlaceLeavesTheRest() {
        post(150);
        comes(100);
        comes(60);
        reads(100, posted, AT, 100);
        comes(10);
        reads(70, posted, AT, 100);
    }

    @Test
    void textThatCameBeforeIsCopiedByTheRead() {
        comes(30);
        post(300);
        comes(30);
        isUntouchedFrom(0);
        reads(60, posted, AT, 300);
        comes(30);
        holds(30, posted, AT);
    }

    @ParameterizedTest
    @CsvSource({"5, 99", "4, 300", "6, 300"})
    void aShorterReadOrOneOfAnotherOffsetGivesTheSameOctets(int offset, int most) {
        post(300);
        comes(100);
        int got = Math.min(100, most);
        reads(got, posted, offset, most);
        comes(50);
        reads(150 - got, posted, AT, 300);
    }

    @Test
    void aReadIntoAnotherArrayGivesTheSameOctets() {
        post(300);
        comes(100);
        byte[] other = new byte[400];
        reads(100, other, AT, 300);
        comes(50);
        reads(20, other, AT, 20);
        comes(50);
        reads(80, other, AT, 300);
        comes(50);
        holds(50, posted, AT);
    }

    @Test
    void textCanStillBeReadInPlace() {
        post(300);
        comes(100);
        assertEquals(100, reader.peek(to));
        holds(100, reader.readArray(), reader.readOffset(to));
        assertEquals(40, reader.consume(to, 40, hosts.nowNs));
        read += 40;
        reads(60, posted, AT, 300);
    }

    @Test
    void textCanBeConsumedUnseen() {
        post(300);
        comes(100);
        assertEquals(TcpError.BAD_ARGUMENT, reader.consume(to, 101, hosts.nowNs));
        assertEquals(30, reader.consume(to, 30, hosts.nowNs));
        read += 30;
        reads(70, posted, AT, 300);
    }

    /** As any read does that throws: nothing is read, and nothing is lost. */
    @Test
    void aReadTooLongForItsArrayLosesNothing() {
        post(300);
        comes(300);
        comes(200);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> reader.read(to, posted, AT, 1000, hosts.nowNs));
        reads(500, new byte[500], 0, 500);
    }

    @Test
    void postingTheSameOctetsAgainLeavesThemInPlace() {
        post(300);
        comes(100);
        post(350);
        holds(100, posted, AT);
        Arrays.fill(reader.readArray(), (byte) UNTOUCHED);
        comes(240);
        reads(340, posted, AT, 350);
    }

    @Test
    void peekIsAskedAnewWhenTextHasComeAfterAllWasRead() {
        post(300);
        for (int i = 0; i < 3; i++) {
            comes(60);
            assertEquals(60, reader.peek(to));
            holds(60, reader.readArray(), reader.readOffset(to));
            assertEquals(60, reader.consume(to, 60, hosts.nowNs));
            read += 60;
        }
    }

    /** Octets around a hole come by the ring, which keeps their places. */
    @Test
    void textAroundAHoleIsReadInOrder() {
        post(300);
        comes(50);
        loses = true;
        sender.write(from, stream(20), 0, 20, hosts.nowNs);
        hosts.runFor(MS);
        loses = false;
        comes(30);
        hosts.runFor(2_000 * MS);
        assertEquals(100, reader.readable(to));
        reads(100, posted, AT, 300);
        comes(10);
        holds(10, posted, AT);
    }

    private byte[] stream(int octets) {
        byte[] text = new byte[octets];
        for (int i = 0; i < octets; i++) {
            text[i] = octet(written + i);
        }
        written += octets;
        return text;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherPostOrNoneKeepsWhatHasCome(boolean takesBack) {
        post(300);
        comes(100);
        byte[] other = new byte[200];
        assertEquals(0, reader.postRead(to, takesBack ? null : other, 0, takesBack ? 0 : 200));
        comes(30);
        isUntouchedFrom(AT + 100);
        reads(130, other, 0, 200);
        comes(30);
        assertEquals(takesBack ? octet(0) : octet(read), other[0]);
    }

    @Test
    void whatIsInPlaceOutlivesThePeersResetAndItsEnd() {
        post(300);
        comes(100);
        sender.abort(from, hosts.nowNs);
        hosts.runFor(300 * MS);
        reads(100, posted, AT, 300);
        assertEquals(TcpError.RESET, reader.read(to, posted, AT, 300, hosts.nowNs));
        reader.close(to, hosts.nowNs);
        connect();
        post(300);
        comes(60);
        sender.close(from, hosts.nowNs);
        hosts.runFor(300 * MS);
        reads(60, posted, AT, 300);
        assertEquals(TcpError.END_OF_STREAM, reader.read(to, posted, AT, 300, hosts.nowNs));
    }

    /** Closing with text unread resets, wherever the text stands; the array is the user's again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingTakesTheArrayBack(boolean aborts) {
        post(300);
        comes(100);
        long before = reader.counter(TcpCounter.ABORT_ON_CLOSE);
        int closed = aborts ? reader.abort(to, hosts.nowNs) : reader.close(to, hosts.nowNs);
        assertEquals(0, closed);
        assertEquals(before + (aborts ? 0 : 1), reader.counter(TcpCounter.ABORT_ON_CLOSE));
        hosts.runFor(300 * MS);
        sender.close(from, hosts.nowNs);
        connect(); // in the same slot
        comes(200);
        isUntouchedFrom(AT + 100);
        reads(200, new byte[200], 0, 200);
    }

    @Test
    void itCanBePostedBeforeTheConnectionIsOpen() {
        int early = sender.connect(TwoHosts.ADDRESS[1], SERVER, 0, hosts.nowNs);
        assertEquals(0, sender.postRead(early, posted, AT, 300));
        hosts.runFor(300 * MS);
        int accepted = reader.accept(listener);
        assertEquals(40, reader.write(accepted, stream(40), 0, 40, hosts.nowNs));
        hosts.runFor(300 * MS);
        holds(40, posted, AT);
        assertEquals(40, sender.read(early, posted, AT, 300, hosts.nowNs));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, -1",
        "0, 401",
        "400, 1",
        "401, 0",
        "2147483647, 2147483647",
        "1, 2147483647"
    })
    void theOctetsHaveToBeInTheArray(int offset, int length) {
        assertEquals(TcpError.BAD_ARGUMENT, reader.postRead(to, posted, offset, length));
        assertEquals(TcpError.BAD_ARGUMENT, reader.postRead(to, null, 0, 1));
        comes(10);
        isUntouchedFrom(0);
    }

    @Test
    void itIsForConnections() {
        assertEquals(TcpError.NOT_CONNECTED, reader.postRead(listener, posted, 0, 1));
        reader.close(to, hosts.nowNs);
        assertEquals(TcpError.STALE_HANDLE, reader.postRead(to, posted, 0, 1));
    }

    /** Whole transfers over a wire with faults: the same segments, at the same times. */
    @Test
    void thePeerCannotTell() {
        int posts = 0;
        for (long seed = 0; seed < 40; seed++) {
            Simulation with = new Simulation(seed);
            with.run();
            Simulation without = new Simulation(seed);
            without.postsReads = false;
            without.run();
            assertArrayEquals(without.hash(), with.hash(), "seed " + seed);
            assertEquals(0, without.postedOctets);
            posts += with.postedOctets;
        }
        assertTrue(posts > 100_000, posts + " octets were in place when they were read");
    }
}
