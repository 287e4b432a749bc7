package org.tcplite.tcp;

/** When timers are due, as those know who set them. A {@link TimerWheel} asks before it fires. */
public interface Deadlines {

    /**
     * A timer's deadline.
     *
     * @param filedNs the time the timer is filed for
     * @return {@code filedNs} or later, or {@code Long.MAX_VALUE} if the timer has been stopped
     */
    long deadlineNs(int timer, long filedNs);
}
