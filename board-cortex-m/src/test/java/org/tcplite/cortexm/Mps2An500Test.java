package org.tcplite.cortexm;

import org.junit.jupiter.api.Tag;

@Tag("board")
@Tag("tap")
class Mps2An500Test extends BoardContract {

    Mps2An500Test() {
        super("mps2-an500", 1_000);
    }
}
