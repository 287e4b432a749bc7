package org.tcplite.cortexm;

import org.junit.jupiter.api.Tag;

@Tag("board")
@Tag("tap")
class Lm3s6965evbTest extends BoardContract {

    Lm3s6965evbTest() {
        super("lm3s6965evb", 10_000);
    }
}
