package org.tcplite.sim.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each defence is good for, in virtual time; and that the simulation can show that it is not.
 */
class FloodTest {

    private static final long SECOND = 1_000_000_000L;

    /** Runs without a flood, by their length in seconds. */
    private static final Map<Integer, FloodResult> QUIET = new HashMap<>();

    private final FloodConfig config = new FloodConfig();

    private static FloodResult quiet(int seconds) {
        return QUIET.computeIfAbsent(
                seconds,
                length -> {
                    FloodConfig config = new FloodConfig();
                    config.durationNs = length * SECOND;
                    return FloodRun.play(config.quiet());
                });
    }

    private FloodResult play(int synRate, int seconds) {
        config.synRate = synRate;
        config.durationNs = seconds * SECOND;
        return FloodRun.play(config);
    }

    private static void assertKept(FloodResult flooded, int seconds) {
        FloodPromise promise = new FloodPromise(flooded, quiet(seconds));
        assertTrue(promise.isKept(), () -> promise.points().toString());
    }

    @ParameterizedTest(name = "{0} SYN/s for {1} s")
    @CsvSource({"100, 60", "1000, 60", "10000, 60", "148810, 5"})
    @Tag("RFC4987-2")
    void withCookiesNoHonestClientIsTurnedAway(int synRate, int seconds) {
        FloodResult flooded = play(synRate, seconds);
        assertEquals(seconds * 40, flooded.attempts, 1);
        assertEquals(1, flooded.synsSent / ((double) synRate * seconds), 0.05);
        assertTrue(flooded.cookiesTaken > 0.9 * flooded.attempts, "it is the cookies");
        assertEquals(0, flooded.overruns);
        assertKept(flooded, seconds);
    }

    @ParameterizedTest
    @EnumSource(
            value = Defence.class,
            names = {"QUEUE", "SLOTS"})
    void withoutCookiesMostAre(Defence defence) {
        config.defence = defence;
        FloodResult flooded = play(10_000, 60);
        assertTrue(flooded.intactShare() < 0.2, flooded.failures.toString());
        assertEquals(0, flooded.corrupted);
        assertEquals(flooded.bulkFlows, flooded.bulkIntact, "what is open stays open");
        assertFalse(new FloodPromise(flooded, quiet(60)).isKept());
    }

    @Test
    void withoutATableAHundredSynsASecondAreEnough() {
        config.defence = Defence.SLOTS;
        FloodResult flooded = play(100, 60);
        assertTrue(flooded.intactShare() < 0.2, flooded.failures.toString());
        assertEquals(config.slots - config.bulkFlows, flooded.mostHalfOpen, "all slots");
    }

    @ParameterizedTest
    @EnumSource(
            value = Spoof.class,
            names = {"SUBNET", "SINGLE", "LIVE"})
    void whoseAddressesTheyAreDoesNotMatter(Spoof spoof) {
        config.spoof = spoof;
        FloodResult flooded = play(10_000, 10);
        assertKept(flooded, 10);
        assertEquals(0, flooded.arpRequests);
    }

    /** An RST from who has the address ends the entry at once: the table alone is enough. */
    @Test
    void addressesOfHostsThatAreThereFloodNothing() {
        config.defence = Defence.QUEUE;
        config.spoof = Spoof.LIVE;
        assertKept(play(100, 10), 10);
        config.spoof = Spoof.RANDOM;
        assertTrue(play(100, 10).intactShare() < 0.9);
    }

    /** One SYN causes six SYN-ACKs and 63 s, while the table is less than half full. */
    @Test
    void inNormalModeASynIsAnsweredSixTimes() {
        config.synQueue = 1024;
        FloodResult flooded = play(1, 30);
        assertEquals(0, flooded.floodModes);
        assertEquals(flooded.synsSent, flooded.syns[MeteredMac.NORMAL]);
        assertEquals(6 * flooded.synsSent, flooded.synAcks[MeteredMac.NORMAL]);
    }

    /** Five times as many SYNs as it could answer; costs are in the proportion measured. */
    @Test
    @Tag("RFC4987-2")
    void atFiveTimesWhatTheProcessorCanAnswerThoseWhoWereHereBeforeAreServed() {
        config.cost = Cost.of(50_000, 2_500, 6_750);
        config.patienceNs = 15 * SECOND;
        FloodResult flooded = play(100_000, 20);
        assertTrue(flooded.earlyDrops > 0.8 * flooded.synsSent, flooded.earlyDrops + " refused");
        assertTrue(flooded.intactShare() >= 0.99, flooded.failures.toString());
        assertTrue(flooded.connectNs(0.95) <= 1_200_000_000L, flooded.connectNs(0.95) + " ns");
        assertEquals(flooded.bulkFlows, flooded.bulkIntact);
        assertTrue(flooded.bulkBitsPerSecond > 10e6, flooded.bulkBitsPerSecond + " bit/s");

        config.earlySynDrop = false;
        FloodResult without = play(100_000, 20);
        assertTrue(without.connectNs(0.5) >= SECOND, "the ring loses what it is full for");
        assertTrue(without.bulkBitsPerSecond < 1e6, without.bulkBitsPerSecond + " bit/s");
    }

    /** A fifth and less of the SYNs is answered, and a client has four in ten seconds. */
    @Test
    void newcomersAtFiveTimesTheRateHaveAChance() {
        config.cost = Cost.of(50_000, 2_500, 6_750);
        config.newcomers = true;
        config.clients = 100;
        config.connectEveryNs = 20 * SECOND;
        config.bulkFlows = 0;
        FloodResult flooded = play(100_000, 30);
        assertTrue(flooded.intactShare() >= 0.25, flooded.intactShare() + " served");
        assertEquals(flooded.connectNs.length, flooded.intact, "who gets in is served");
    }

    @Test
    void aProcessorThatIsTooSlowLosesFramesAndClients() {
        config.cost = Cost.of(40_000, 0, 1_000);
        config.earlySynDrop = false;
        FloodResult flooded = play(100_000, 5);
        assertTrue(flooded.overruns > 250_000, flooded.overruns + " overruns");
        assertTrue(flooded.busyShare > 0.99, flooded.busyShare + " busy");
        assertTrue(flooded.connectNs(0.99) > 3 * SECOND, flooded.connectNs(0.99) + " ns");
        assertEquals(flooded.bulkFlows, flooded.bulkIntact, "slow, but nothing is lost");
        assertFalse(new FloodPromise(flooded, quiet(5)).isKept());
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        String once = FloodJson.of(List.of(play(2_000, 5)), null);
        assertEquals(once, FloodJson.of(List.of(play(2_000, 5)), null));
        config.seed = 2;
        assertNotEquals(once, FloodJson.of(List.of(play(2_000, 5)), null));
    }
}
