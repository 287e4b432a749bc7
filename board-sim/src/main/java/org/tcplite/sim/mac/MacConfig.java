package org.tcplite.sim.mac;

import org.tcplite.hal.EthernetMac;

/** What a simulated MAC is like, as plain fields; read once, when it is made. */
public final class MacConfig {

    /** The station address, 6 octets; a unicast address. */
    public byte[] address = {2, 0, 0, 0, 0, 1};

    /** Receive descriptors, 1 to 65536. */
    public int rxDepth = 64;

    /** Transmit descriptors, 1 to 65536. */
    public int txDepth = 64;

    /**
     * Octets of memory for received frames, which limits them as well; 0: as many as descriptors.
     */
    public int rxMemory;

    /** Octets of memory for frames to be sent; 0: as many as descriptors. */
    public int txMemory;

    /** Octets of memory a frame takes beyond its own: status words, check sequence. 0 to 64. */
    public int memoryPerFrame = 8;

    /** The greatest frame in octets, frame check sequence excluded; 590 to 65535. */
    public int maxFrame = EthernetMac.MAX_FRAME;

    /** Octets before each frame in its buffer: some hardware aligns the IP header so. 0 to 64. */
    public int frameOffset;

    /** The {@code CAP_} bits: checksum offload, padding, interrupts. */
    public int capabilities = EthernetMac.CAP_IRQ;

    /** Drop received frames whose checksum the hardware found wrong, instead of marking them. */
    public boolean dropBadChecksums;

    /** Keep away frames that are neither for the station address nor for a group. */
    public boolean addressFilter;

    /** The {@code LINK_} bits while the link is up. */
    public int linkState =
            EthernetMac.LINK_UP | EthernetMac.LINK_1000 | EthernetMac.LINK_FULL_DUPLEX;

    /** Rings of 64 frames, interrupts, no offload. */
    public MacConfig() {}

    /** Fields as they are, but with this station address. */
    public MacConfig withAddress(int... octets) {
        byte[] newAddress = new byte[6];
        for (int i = 0; i < newAddress.length; i++) {
            newAddress[i] = (byte) octets[i];
        }
        address = newAddress;
        return this;
    }

    void check() {
        if (address.length != 6 || (address[0] & 1) != 0) {
            throw new IllegalArgumentException("address has to be 6 octets of a unicast address");
        }
        range("rxDepth", rxDepth, 1, 65536);
        range("txDepth", txDepth, 1, 65536);
        range("maxFrame", maxFrame, 590, 65535);
        range("frameOffset", frameOffset, 0, 64);
        range("memoryPerFrame", memoryPerFrame, 0, 64);
        int least = maxFrame + memoryPerFrame + 3;
        range("rxMemory", rxMemory == 0 ? least : rxMemory, least, 1 << 30);
        range("txMemory", txMemory == 0 ? least : txMemory, least, 1 << 30);
    }

    private static void range(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    field + " is " + value + ", has to be " + min + " to " + max);
        }
    }
}
