package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkSpecTest {

    @Test
    void readsTheLinksOfThisRelease() {
        assertEquals(LinkSpec.FORWARD, LinkSpec.parse("forward"));
        assertEquals(new LinkSpec(LinkSpec.Kind.TAP, "tap0"), LinkSpec.parse("tap:tap0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forward",
                "tap:tap0",
                "tap:a-b_c.d",
                "macvtap:mv0",
                "unix:/tmp/a:b",
                "unix:board.sock,reconnect=2s",
                "unix-listen:/tmp/x",
                "tcp:localhost:1",
                "tcp:[::1]:65535,reconnect=50ms",
                "tcp-listen:127.0.0.1:0",
                "udp:127.0.0.1:0/127.0.0.1:9002",
                "udp:[::1]:1/[::1]:2",
                "pcap:a,b=c,d.pcapng",
                "pcap:f,speed=max",
                "pcap:f,speed=2,linger=50ms",
                "pcap:f,speed=0.5"
            })
    void writesItAsItWasRead(String text) {
        assertEquals(text, LinkSpec.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "wifi          | 'wifi' is no link; this release has: " + LinkSpec.FORMS,
                "\"\"          | '' is no link; this release has: " + LinkSpec.FORMS,
                "forward:8080  | forward takes nothing after it; ports are --forward"
                        + " [HOST:]PORT:BOARDPORT",
                "tap           | the device's name is missing; say --link tap:tap0",
                "tap:          | the device's name is missing; say --link tap:tap0",
                "macvtap:      | the device's name is missing; say --link macvtap:macvtap0",
                "macvtap:a/b   | 'a/b' cannot be a device's name; at most 15 printable characters"
                        + " without / : %, as in --link macvtap:macvtap0",
                "unix          | the path is missing; say --link unix:/tmp/board",
                "unix-listen:  | the path is missing; say --link unix-listen:/tmp/board",
                "unix:,x       | the path is missing; say --link unix:/tmp/board",
                "unix:a,b      | 'b' is no option of it; there is ,reconnect=2s",
                "unix-listen:a,reconnect=2s | unix-listen takes the next peer anyway; leave"
                        + " ,reconnect away",
                "tcp:h         | 'h' is no HOST:PORT; say --link tcp:127.0.0.1:9001",
                "tcp:h:0       | 'h:0' is no HOST:PORT; say --link tcp:127.0.0.1:9001",
                "tcp:h:65536   | 'h:65536' is no HOST:PORT; say --link tcp:127.0.0.1:9001",
                "tcp:::1:80    | '::1:80' is no HOST:PORT; say --link tcp:127.0.0.1:9001",
                "pcap:         | the file is missing; say --link pcap:capture.pcapng",
                "pcap:,speed=2 | the file is missing; say --link pcap:capture.pcapng",
                "pcap:f,speed=0 | speed='0' is not in 0.001..1000000; say ,speed=2 or ,speed=max",
                "pcap:f,speed=-1 | speed='-1' is not in 0.001..1000000; say ,speed=2 or ,speed=max",
                "pcap:f,linger=2 | linger='2' is not in 10ms..60m; say ,linger=2s",
                "tcp-listen::1 | ':1' is no HOST:PORT; say --link tcp-listen:127.0.0.1:9001",
            })
    void saysWhatIsWrongAndTheWayOut(String text, String expected) {
        assertEquals("--link " + text + ": " + expected, message(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tap:a/b",
                "tap:a b",
                "tap:tap%d",
                "tap:a:b",
                "tap:..",
                "tap:0123456789abcdef"
            })
    void refusesWhatCannotBeADevicesName(String text) {
        assertTrue(message(text).contains("cannot be a device's name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "s", "9ms", "61m", "2h", "-2s", "99999999s", "2s,x"})
    void refusesWhatIsNoTimeToReconnect(String duration) {
        assertEquals(
                "--link unix:a,reconnect="
                        + duration
                        + ": reconnect='"
                        + duration
                        + "' is not in 10ms..60m; say ,reconnect=2s",
                message("unix:a,reconnect=" + duration));
    }

    @ParameterizedTest
    @CsvSource({"10ms, 10", "2s, 2000", "2000ms, 2000", "1m, 60000", "60m, 3600000"})
    void readsTheTimeToReconnect(String duration, int ms) {
        assertEquals(ms, LinkSpec.parse("tcp:h:1,reconnect=" + duration).reconnectMs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp",
                "udp:",
                "udp:127.0.0.1:1",
                "udp:127.0.0.1:1/",
                "udp:127.0.0.1:1/h:0",
                "udp:h:1/h:2/h:3",
                "udp:1/2"
            })
    void refusesWhatIsNotTwoEnds(String text) {
        assertEquals(
                "--link "
                        + text
                        + ": say LOCAL/REMOTE, as in --link udp:127.0.0.1:9001/127.0.0.1:9002",
                message(text));
    }

    @Test
    void refusesAPathNoSocketCanHave() {
        assertTrue(message("unix:" + "a".repeat(104)).contains("has 104 octets"));
        assertEquals(103, LinkSpec.parse("unix:" + "a".repeat(103)).name().length());
    }

    @Test
    void tapPrintsTheLinesToType() {
        LinkSettings settings = new LinkSettings();
        assertEquals(
                List.of(
                        "ip tuntap add dev tap0 mode tap user $USER",
                        "ip addr add 10.0.0.1/24 dev tap0",
                        "ip link set dev tap0 up"),
                Links.commands(LinkSpec.parse("tap:tap0"), settings));
        assertEquals(List.of(), Links.commands(LinkSpec.FORWARD, settings));
    }

    @Test
    void macvtapPrintsTheLinesToType() {
        List<String> lines =
                List.of(
                        "ip link add link eth0 name mv0 type macvtap mode bridge",
                        "ip link set mv0 up",
                        "chown $USER /dev/tap$(cat /sys/class/net/mv0/ifindex)");
        LinkSpec spec = LinkSpec.parse("macvtap:mv0");
        assertEquals(lines, Links.commands(spec, new LinkSettings()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMacvtapThatIsNotThereOrNoneIsRefusedWithTheLinesToType() {
        assertEquals(
                "--link macvtap:no-such-one: there is no such interface; type: sudo ip link add"
                        + " link eth0 name no-such-one type macvtap mode bridge && sudo ip link set"
                        + " no-such-one up && sudo chown $USER /dev/tap$(cat"
                        + " /sys/class/net/no-such-one/ifindex)",
                refusal("macvtap:no-such-one"));
        assertEquals(
                "--link macvtap:lo: the interface exists and is no macvtap; take another name, as"
                        + " in macvtap:macvtap0",
                refusal("macvtap:lo"));
    }

    private static String refusal(String text) {
        LinkSpec spec = LinkSpec.parse(text);
        return assertThrows(LinkException.class, () -> Links.open(spec, new LinkSettings()))
                .getMessage();
    }

    @Test
    void forwardedPortsNeedTheForwardLink() {
        LinkSettings settings = new LinkSettings();
        settings.forwards.add(ForwardRule.DEFAULT);
        LinkException e =
                assertThrows(
                        LinkException.class,
                        () -> Links.open(LinkSpec.parse("tap:tap0"), settings));
        assertTrue(e.getMessage().startsWith("--forward goes with --link forward only"));
    }

    private static String message(String text) {
        return assertThrows(IllegalArgumentException.class, () -> LinkSpec.parse(text))
                .getMessage();
    }
}
