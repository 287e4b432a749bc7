package org.tcplite.hal.contract;

/** The peer's end of the cable, where it can be pulled. */
public interface PeerCable {

    /**
     * Puts the cable in, or takes it out, so that the driver at the other end sees its link change.
     *
     * @return false if this cable cannot be pulled
     */
    boolean setCable(boolean in);
}
