package org.tcplite.hal;

/** What a driver can answer instead of starting. All negative; 0 is success. */
public final class HalError {

    /** Nothing answers at the device's address, or its identification is wrong. */
    public static final int NO_DEVICE = -1;

    /** The bus to the device failed (SPI, parallel bus, host link). */
    public static final int BUS = -2;

    /** The device did not become ready in time. */
    public static final int TIMEOUT = -3;

    /** The configuration asks for something this device cannot do. */
    public static final int UNSUPPORTED = -4;

    private HalError() {}

    /** The error in words, for people; never null. */
    public static String text(int error) {
        switch (error) {
            case 0:
                return "no error";
            case NO_DEVICE:
                return "no device answers";
            case BUS:
                return "the bus to the device failed";
            case TIMEOUT:
                return "the device did not become ready";
            case UNSUPPORTED:
                return "not supported by this device";
            default:
                return "unknown error";
        }
    }
}
