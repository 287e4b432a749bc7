package org.tcplite.sim.time;

import java.security.SecureRandom;
import org.tcplite.hal.Entropy;

/** The operating system's entropy. */
public final class SecureEntropy implements Entropy {

    private final SecureRandom random = new SecureRandom();

    /** Opens the operating system's source. */
    public SecureEntropy() {}

    @Override
    public int next() {
        return random.nextInt();
    }

    @Override
    public boolean hardware() {
        return true;
    }
}
