package org.tcplite.sim.link;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;

/** {@code ioctl(fd, TUNSETIFF, ifreq)}: the only native call, and the only class that needs JNA. */
final class TunIoctl {

    /** {@code _IOW('T', 202, int)}; MIPS, PowerPC and SPARC have another number. */
    private static final long TUNSETIFF = 0x400454caL;

    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;

    /** Octets of {@code struct ifreq} and of the name at its front. */
    private static final int IFREQ = 40;

    private static final int NAME = 16;

    private TunIoctl() {}

    /**
     * Attaches an open {@code /dev/net/tun} to a TAP interface; a macvtap's node, attached by
     * itself, is told to carry frames without a header of its own. 0 or an errno.
     */
    static int attach(int fd, String name) {
        byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        try (Memory ifreq = new Memory(IFREQ)) {
            ifreq.clear();
            ifreq.write(0, octets, 0, octets.length);
            ifreq.setShort(NAME, (short) (IFF_TAP | IFF_NO_PI));
            Function ioctl = Function.getFunction("c", "ioctl", Function.THROW_LAST_ERROR);
            ioctl.invokeInt(new Object[] {fd, new NativeLong(TUNSETIFF), ifreq});
            return 0;
        } catch (LastErrorException e) {
            return e.getErrorCode();
        }
    }
}
