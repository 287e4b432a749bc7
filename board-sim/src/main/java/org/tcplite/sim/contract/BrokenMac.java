package org.tcplite.sim.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.tcplite.hal.EthernetMac;
import org.tcplite.hal.contract.MacContract;
import org.tcplite.sim.mac.MacConfig;

/**
 * MACs that break one property each, as drivers do in practice: each fails its case of the contract
 * and no other. They show that the cases bite.
 */
public enum BrokenMac {
    /** Writes eight octets of station address. */
    LONG_ADDRESS(MacContract.IDENTITY, (mac, spend) -> new BrokenIdentity.LongAddress(mac)),
    /** Loses descriptors whose claim was abandoned. */
    LEAK(MacContract.CLAIM, (mac, spend) -> new BrokenTransmit.Leak(mac)),
    /** Sends the last octet after a whole word as zero. */
    ODD_OUT(MacContract.SIZES_OUT, (mac, spend) -> new BrokenTransmit.OddOut(mac)),
    /** Does not read the last octet after a whole word. */
    ODD_IN(MacContract.SIZES_IN, (mac, spend) -> new BrokenReceive.OddIn(mac)),
    /** Pads with what stood in the buffer. */
    LEAKY_PADDING(MacContract.PADDING, (mac, spend) -> new BrokenTransmit.LeakyPadding(mac)),
    /** Builds the next frame where the last committed one still is. */
    ONE_TX_BUFFER(MacContract.COMMITTED, (mac, spend) -> new BrokenTransmit.OneTxBuffer(mac)),
    /** Sends what was abandoned. */
    SENDS_ABANDONED(MacContract.ABANDON, (mac, spend) -> new BrokenTransmit.SendsAbandoned(mac)),
    /** Grants claims of a full ring, and loses the frame. */
    DROPS_WHEN_FULL(MacContract.FULL_RING, (mac, spend) -> new BrokenTransmit.DropsWhenFull(mac)),
    /** Throws where it ought to refuse. */
    THROWS_WHEN_FULL(MacContract.FULL_RING, (mac, spend) -> new BrokenTransmit.ThrowsWhenFull(mac)),
    /** Does not wake after a refused claim. */
    NO_WAKE_UP_ON_SPACE(MacContract.FULL_RING, (mac, spend) -> new BrokenWakeUps.OnSpace(mac)),
    /** A poll without a frame clears the buffer that is being built in. */
    POLL_CLEARS(MacContract.NEEDLESS_CALLS, (mac, spend) -> new BrokenReceive.PollClears(mac)),
    /** Polled again, fills the array again, with something else. */
    POLL_REFILLS(MacContract.HOLD, (mac, spend) -> new BrokenReceive.PollRefills(mac)),
    /** Shows a released frame once more. */
    SHOWN_AGAIN(MacContract.HOLD, (mac, spend) -> new BrokenReceive.ShownAgain(mac)),
    /** Has one staging array for both directions. */
    SHARED_ARRAY(MacContract.REPLY, (mac, spend) -> new BrokenReceive.SharedArray(mac)),
    /** Loses frames of a burst and does not count them. */
    SILENT_OVERRUN(MacContract.BURST, (mac, spend) -> new BrokenReceive.SilentOverrun(mac)),
    /** Does not wake when a frame comes. */
    NO_WAKE_UP_ON_RECEIVE(MacContract.WAKE_UP, (mac, spend) -> new BrokenWakeUps.OnReceive(mac)),
    /** Says that the link is up, whatever it is. */
    LATCHED_LINK(MacContract.LINK, (mac, spend) -> new BrokenIdentity.LatchedLink(mac)),
    /** Does not wake when the link changes. */
    NO_WAKE_UP_ON_LINK(MacContract.LINK, (mac, spend) -> new BrokenWakeUps.OnLink(mac)),
    /** Keeps broadcasts away. */
    DEAF_TO_BROADCAST(
            MacContract.ADDRESSES, (mac, spend) -> new BrokenReceive.DeafToBroadcast(mac)),
    /** Shows frames longer than its own limit. */
    TOO_LONG_SHOWN(MacContract.TOO_LONG, (mac, spend) -> new BrokenReceive.TooLongShown(mac)),
    /** Cuts frames that are too long, and shows them as whole. */
    TOO_LONG_CUT(MacContract.TOO_LONG, (mac, spend) -> new BrokenReceive.TooLongCut(mac)),
    /** Fills checksums it was not asked for. */
    FILLS_ALL(MacContract.CHECKSUM_OUT, (mac, spend) -> new BrokenTransmit.FillsAll(mac)),
    /** Calls every checksum good. */
    NEVER_BAD(MacContract.CHECKSUM_IN, (mac, spend) -> new BrokenReceive.NeverBad(mac)),
    /** Calls a fragment's TCP checksum checked. */
    FRAGMENT_CHECKED(MacContract.FRAGMENT, (mac, spend) -> new BrokenReceive.FragmentChecked(mac)),
    /** Has counters that reading clears. */
    CLEARS_COUNTERS(MacContract.COUNTERS, (mac, spend) -> new BrokenIdentity.ClearsCounters(mac)),
    /** Waits in txCommit until the frame has left. */
    WAITS_FOR_WIRE(MacContract.TIME, BrokenTransmit.WaitsForWire::new);

    /** The greatest frame of the MAC below: more than the broken one admits. */
    private static final int GREATEST_BELOW = EthernetMac.MAX_FRAME + 100;

    private final int number;
    private final Maker maker;

    /** Makes a broken MAC of a good one. */
    private interface Maker {
        EthernetMac make(EthernetMac mac, LongConsumer spend);
    }

    BrokenMac(int number, Maker maker) {
        this.number = number;
        this.maker = maker;
    }

    /** The case it fails. */
    public int number() {
        return number;
    }

    /** How people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, as people write them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(BrokenMac::word).toList();
    }

    /** The one people mean; null if there is none. */
    public static BrokenMac of(String word) {
        return Arrays.stream(values())
                .filter(mac -> mac.word().equals(word))
                .findAny()
                .orElse(null);
    }

    /** Makes the configuration of the good MAC such that the property can be broken. */
    public MacConfig prepare(MacConfig config) {
        if (number == MacContract.TOO_LONG) {
            config.maxFrame = GREATEST_BELOW;
        }
        return config;
    }

    /**
     * A broken MAC over a good one.
     *
     * @param mac made with a configuration that {@link #prepare} has seen
     * @param spend lets nanoseconds pass
     */
    public EthernetMac over(EthernetMac mac, LongConsumer spend) {
        return maker.make(mac, spend);
    }
}
