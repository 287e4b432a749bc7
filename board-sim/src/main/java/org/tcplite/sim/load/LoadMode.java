package org.tcplite.sim.load;

/** What each connection does. */
public enum LoadMode {
    /** Connects and closes. */
    CC("cc"),

    /** Connects, sends a request, reads the response and closes. */
    CRR("crr");

    private final String word;

    LoadMode(String word) {
        this.word = word;
    }

    /** The word of {@code --mode}. */
    @Override
    public String toString() {
        return word;
    }
}
