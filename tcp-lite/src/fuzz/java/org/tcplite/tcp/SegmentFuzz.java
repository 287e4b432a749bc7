package org.tcplite.tcp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Header and options under Jazzer. */
class SegmentFuzz {

    @FuzzTest
    void parse(byte[] data) {
        new SegmentTarget().parse(data);
    }
}
