package org.tcplite.sim.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text with <code>{{names}}</code> in it, cut at start into pieces that fit a section. */
final class Template {

    /** {@link #nameOf}: the piece is plain text. */
    static final int PLAIN = -1;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** Octets of a plain piece: room is left for what else goes into a section. */
    private static final int PIECE = Sections.LIMIT / 2;

    private final byte[] octets;
    private final List<int[]> cut = new ArrayList<>();
    private final int[][] pieces;

    /**
     * Reads a template from the resources beside this class.
     *
     * @param names the names that may stand in it; {@link #nameOf} answers their index
     */
    Template(String resource, List<String> names) {
        String text = read(resource);
        octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length != text.length()) {
            throw new IllegalStateException(resource + " is not plain ASCII");
        }
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = text.indexOf(CLOSE, open);
            int name = names.indexOf(text.substring(open + OPEN.length(), close));
            if (name < 0) {
                throw new IllegalStateException(resource + " has an unknown name at " + open);
            }
            addPlain(at, open);
            cut.add(new int[] {name, 0, 0});
            at = close + CLOSE.length();
        }
        addPlain(at, octets.length);
        pieces = cut.toArray(new int[0][]);
    }

    /** How many pieces there are. */
    int pieces() {
        return pieces.length;
    }

    /** The name that a piece stands for, or {@link #PLAIN}. */
    int nameOf(int piece) {
        return pieces[piece][0];
    }

    /** Writes a plain piece. */
    void put(int piece, Text out) {
        out.put(octets, pieces[piece][1], pieces[piece][2]);
    }

    private void addPlain(int from, int to) {
        for (int at = from; at < to; at += PIECE) {
            cut.add(new int[] {PLAIN, at, Math.min(PIECE, to - at)});
        }
    }

    private static String read(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
