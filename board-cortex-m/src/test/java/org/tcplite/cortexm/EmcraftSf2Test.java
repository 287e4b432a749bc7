package org.tcplite.cortexm;

import org.junit.jupiter.api.Tag;

@Tag("board")
@Tag("tap")
class EmcraftSf2Test extends BoardContract {

    EmcraftSf2Test() {
        super("emcraft-sf2", 1_000);
    }
}
