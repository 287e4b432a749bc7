package org.tcplite.cortexm;

/** Firmware of the Stellaris LM3S6965 evaluation board: 256 KB of flash, 64 KB of RAM. */
public final class Lm3s6965evb {

    private static final int ETHERNET = 0x40048000;
    private static final int ETHERNET_IRQ = 42;

    private Lm3s6965evb() {}

    /** Runs for ever. */
    public static void main(String[] arguments) {
        BootOptions options = new BootOptions();
        Firmware.run(options, mac(options));
    }

    /** The driver of the board's one MAC. */
    static StagedMac mac(BootOptions options) {
        return new StellarisMac(options, ETHERNET, ETHERNET_IRQ);
    }
}
