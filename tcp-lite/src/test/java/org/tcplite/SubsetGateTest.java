package org.tcplite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcplite.gate.SubsetGate;

class SubsetGateTest {

    /** Each divides by something its guard, beside the division, keeps from zero. */
    private static final String[] MAY_DIVIDE = {
        "org.tcplite.tcp.Ratio.of",
    };

    /** Each runs while the application configures, before the first packet. */
    private static final String[] MAY_THROW = {
        "org.tcplite.net.NetConfig.range",
        "org.tcplite.tcp.TcpConfig.powerOfTwo",
        "org.tcplite.tcp.TcpConfig.range",
    };

    @Test
    void tcpLiteKeepsToTheSubset() {
        SubsetGate gate =
                SubsetGate.forPackages("org.tcplite.tcp", "org.tcplite.net", "org.tcplite.hal")
                        .mayDivide(MAY_DIVIDE)
                        .mayThrow(MAY_THROW);

        assertEquals(List.of(), gate.findings(Path.of("target/classes")));
    }
}
