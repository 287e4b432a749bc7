package org.tcplite.cortexm;

/** Firmware of Emcraft's SmartFusion2 board: 256 KB of flash, 64 KB of RAM. */
public final class EmcraftSf2 {

    private static final int ETHERNET = 0x40041000;
    private static final int ETHERNET_IRQ = 12;

    private EmcraftSf2() {}

    /** Runs for ever. */
    public static void main(String[] arguments) {
        BootOptions options = new BootOptions();
        Firmware.run(options, mac(options));
    }

    /** The driver of the board's one MAC. */
    static StagedMac mac(BootOptions options) {
        return new SmartFusionMac(options, ETHERNET, ETHERNET_IRQ);
    }
}
