package org.tcplite.net;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The whole receive path under Jazzer; what it finds is kept as a file of StackFuzzInputs. */
class StackFuzz {

    @FuzzTest
    void frames(byte[] data) {
        new FuzzTargets().frames(data);
    }

    @FuzzTest
    void arp(byte[] data) {
        new FuzzTargets().arp(data);
    }

    @FuzzTest
    void fragments(byte[] data) {
        new FuzzTargets().fragments(data);
    }
}
