package org.tcplite.cortexm;

/** Firmware of ARM's MPS2 board with the AN385 image: 4 MB of each memory. */
public final class Mps2An385 {

    private static final int ETHERNET = 0x40200000;
    private static final int ETHERNET_IRQ = 13;

    private Mps2An385() {}

    /** Runs for ever. */
    public static void main(String[] arguments) {
        BootOptions options = new BootOptions();
        Firmware.run(options, mac(options));
    }

    /** The driver of the board's one MAC. */
    static StagedMac mac(BootOptions options) {
        return new Lan9118Mac(options, ETHERNET, ETHERNET_IRQ);
    }
}
