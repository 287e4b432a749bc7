package org.tcplite.cortexm;

import org.junit.jupiter.api.Tag;

@Tag("board")
@Tag("tap")
class Mps2An385Test extends BoardContract {

    Mps2An385Test() {
        super("mps2-an385", 1_000);
    }
}
