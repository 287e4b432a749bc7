package org.tcplite.tcp.scripts;

/**
 * The synchronized states and a script that reaches each, to be played at its very start:
 * connection {@code a} of port 80, the peer's MSS 1000 and window 20000.
 */
enum States {
    ESTABLISHED(1, 1, ""),
    FIN_WAIT_1(
            2,
            1,
            """
            +0    a: shutdown
            +0    a: > F. 1:1(0)    ack 1
            """),
    FIN_WAIT_2(
            2,
            1,
            """
            +0    a: shutdown
            +0    a: > F. 1:1(0)    ack 1
            +0    a: < .  1:1(0)    ack 2  win 20000
            """),
    CLOSE_WAIT(
            1,
            2,
            """
            +0    a: < F. 1:1(0)    ack 1  win 20000
            +0    a: > .  1:1(0)    ack 2
            """),
    CLOSING(
            2,
            2,
            """
            +0    a: shutdown
            +0    a: > F. 1:1(0)    ack 1
            +0    a: < F. 1:1(0)    ack 1  win 20000
            +0    a: > .  2:2(0)    ack 2
            """),
    LAST_ACK(
            2,
            2,
            """
            +0    a: < F. 1:1(0)    ack 1  win 20000
            +0    a: > .  1:1(0)    ack 2
            +0    a: shutdown
            +0    a: > F. 1:1(0)    ack 2
            """),
    TIME_WAIT(
            2,
            2,
            """
            +0    a: shutdown
            +0    a: > F. 1:1(0)    ack 1
            +0    a: < F. 1:1(0)    ack 2  win 20000
            +0    a: > .  2:2(0)    ack 2
            """);

    private static final String OPEN =
            """
            +0    listen 80
            +0    a: < S  0:0(0)           win 20000 <mss 1000>
            +0    a: > S. 0:0(0)    ack 1  <mss 1460>
            +0    a: < .  1:1(0)    ack 1  win 20000
            +0    a: accept
            """;

    /** SND.NXT, relative. */
    final int sndNxt;

    /** RCV.NXT, relative. */
    final int rcvNxt;

    private final String script;

    States(int sndNxt, int rcvNxt, String script) {
        this.sndNxt = sndNxt;
        this.rcvNxt = rcvNxt;
        this.script = script;
    }

    /** SND.UNA, relative. */
    int sndUna() {
        return this == FIN_WAIT_1 || this == CLOSING || this == LAST_ACK ? 1 : sndNxt;
    }

    String rfcName() {
        return name().replace('_', '-');
    }

    /** The script that leads there and then goes on; see {@link #in(String)}. */
    String then(String more) {
        return OPEN + script + in("+0 a: state = STATE\n" + more);
    }

    /**
     * A script with this state's numbers: {@code ANSWER} stands for our bare ACK, {@code SEQ},
     * {@code UNA}, {@code NXT} for RCV.NXT, SND.UNA and SND.NXT, {@code STATE} for the state;
     * {@code SEQ+10} and the like are computed.
     */
    private String in(String text) {
        String script = text.replace("STATE", rfcName());
        script =
                script.replace(
                        "ANSWER", "a: > . %d:%d(0) ack %d".formatted(sndNxt, sndNxt, rcvNxt));
        script = computed(script, "SEQ", rcvNxt);
        script = computed(script, "UNA", sndUna());
        return computed(script, "NXT", sndNxt);
    }

    private static String computed(String script, String name, int value) {
        return java.util.regex.Pattern.compile(name + "([+-]\\d+)?")
                .matcher(script)
                .replaceAll(
                        m -> {
                            String offset = m.group(1) == null ? "+0" : m.group(1);
                            return Integer.toString(value + Integer.parseInt(offset));
                        });
    }
}
