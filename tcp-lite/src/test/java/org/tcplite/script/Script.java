package org.tcplite.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tcplite.tcp.Tcp;

/**
 * A packet script, read and ready to be played. The notation stands with the package.
 *
 * <pre>
 * Script.run("""
 *         +0 listen 80
 *         +0 &lt; S 0:0(0) win 4096 &lt;mss 1460&gt;
 *         +0 &gt; S. 0:0(0) ack 1 &lt;mss 1460&gt;
 *         """);
 * </pre>
 */
public final class Script {

    /** The initial sequence number with which a script is played again: the wrap falls inside. */
    public static final int NEAR_WRAP = 0xffffff00;

    static final int PEER_ISN = 0x10000000;

    private final String name;
    private final List<String> source;
    private final ScriptOptions options = new ScriptOptions();
    private final List<Line> lines = new ArrayList<>();

    private Script(String name, String text) {
        this.name = name;
        this.source = text.lines().toList();
    }

    /**
     * Reads a script.
     *
     * @throws ScriptSyntaxException for the first line that is not in the notation
     */
    public static Script parse(String name, String text) {
        Script script = new Script(name, text);
        for (int i = 0; i < script.source.size(); i++) {
            String line = script.source.get(i);
            try {
                script.parseLine(i + 1, line);
            } catch (ScriptSyntaxException e) {
                throw new ScriptSyntaxException(name, i + 1, line, e.getMessage());
            }
        }
        return script;
    }

    private void parseLine(int number, String line) {
        int comment = line.indexOf("//");
        String statement = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (statement.isEmpty()) {
            return;
        }
        boolean timed = statement.matches("^[+*].*");
        if (!timed && lines.isEmpty() && options.parse(List.of(statement.split("\\s+")))) {
            return;
        }
        Packetdrill.refuse(statement);
        lines.add(LineParser.parse(number, line, statement));
    }

    /**
     * Reads and plays a script twice: in mid-range, and with both initial sequence numbers just
     * below the wrap.
     *
     * @throws ScriptFailure if the stack does something else
     */
    public static void run(String text) {
        parse("script", text).play();
    }

    /**
     * Plays it as {@link #run} does, with the invariants of the Inspector as soon as there are any.
     */
    public void play() {
        play(Invariants.ofTheInspector());
    }

    /**
     * As {@link #play()}.
     *
     * @param hook called after every event
     */
    public void play(Consumer<Tcp> hook) {
        Placement plain = Placement.plain(options);
        if (options.isn != null) {
            play(plain.moved(issWith(plain), options.isn, plain.peerIsn()), hook);
            return;
        }
        Player first = play(plain, hook);
        if (!options.once && options.peerIsn == null) {
            play(plain.moved(first.firstIss(), NEAR_WRAP, NEAR_WRAP), hook);
        }
    }

    /** What happened in a run in mid-range, as a script. */
    public String trace() {
        return play(Placement.plain(options), tcp -> {}).trace();
    }

    private Player play(Placement placement, Consumer<Tcp> hook) {
        TcpSubject subject = TcpSubject.of(options);
        Player player = new Player(this, subject, placement, () -> hook.accept(subject.tcp()));
        try {
            player.play();
        } catch (ScriptFailure e) {
            e.setTrace(player.trace());
            throw e;
        }
        return player;
    }

    /** Plays for the sake of our first initial sequence number only. */
    private Integer issWith(Placement placement) {
        Player player = new Player(this, TcpSubject.of(options), placement, () -> {});
        try {
            player.play();
        } catch (ScriptFailure e) {
            // the run that counts will say it
        }
        return player.firstIss();
    }

    String name() {
        return name;
    }

    List<String> source() {
        return source;
    }

    ScriptOptions options() {
        return options;
    }

    List<Line> lines() {
        return lines;
    }
}
