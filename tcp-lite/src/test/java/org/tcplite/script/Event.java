package org.tcplite.script;

import java.util.List;

/** What a line does. */
sealed interface Event {

    /**
     * A segment of the peer's; with {@code batch} the next line's segment is handed over with it.
     */
    record Inject(SegmentSpec segment, boolean batch) implements Event {}

    /** A segment of ours; with {@code whenever} the clock runs until it comes. */
    record Expect(SegmentSpec segment, boolean whenever) implements Event {}

    /** A call of the user's, or a question. */
    record Call(String name, List<String> words) implements Event {}

    /** Time passes. */
    record Wait() implements Event {}
}
