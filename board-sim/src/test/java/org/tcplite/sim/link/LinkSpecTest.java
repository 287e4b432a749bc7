package org.tcplite.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
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
    @ValueSource(strings = {"forward", "tap:tap0", "tap:a-b_c.d"})
    void writesItAsItWasRead(String text) {
        assertEquals(text, LinkSpec.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "macvtap:eth0",
                "unix:/tmp/x",
                "unix-listen:/tmp/x",
                "tcp:h:1",
                "tcp-listen:h:1",
                "udp:a:1/b:2",
                "pcap:f"
            })
    void namesTheLinksThereAreForOneThatIsNotYet(String text) {
        String message = message(text);
        assertTrue(message.startsWith("--link " + text + ": "), message);
        assertTrue(message.endsWith("is not in this release; this release has: forward, tap:NAME"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "wifi          | 'wifi' is no link; this release has: forward, tap:NAME",
                "\"\"          | '' is no link; this release has: forward, tap:NAME",
                "forward:8080  | forward takes nothing after it; ports are --forward"
                        + " [HOST:]PORT:BOARDPORT",
                "tap           | the device's name is missing; say --link tap:tap0",
                "tap:          | the device's name is missing; say --link tap:tap0",
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

    @Test
    void tapPrintsTheLinesToType() {
        LinkSettings settings = new LinkSettings();
        assertEquals(
                List.of(
                        "ip tuntap add dev tap0 mode tap user $USER",
                        "ip addr add 10.0.0.1/24 dev tap0",
                        "ip link set tap0 up"),
                Links.commands(LinkSpec.parse("tap:tap0"), settings));
        assertEquals(List.of(), Links.commands(LinkSpec.FORWARD, settings));
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
