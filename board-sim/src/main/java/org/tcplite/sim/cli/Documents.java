package org.tcplite.sim.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.tcplite.sim.service.BoardFacts;
import org.tcplite.sim.service.NetstatText;
import org.tcplite.sim.service.Sections;
import org.tcplite.sim.service.Text;

/** Whole documents, for where the desktop's memory is at hand. */
final class Documents {

    private Documents() {}

    /** The counters that have moved, as text. */
    static String statistics(BoardFacts facts, long nowNs) {
        NetstatText text = new NetstatText(facts, "").show(NetstatText.STATISTICS);
        return new String(whole(text, nowNs), StandardCharsets.US_ASCII);
    }

    /** All sections of a document; on the board's loop. */
    static byte[] whole(Sections document, long nowNs) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Text text = new Text(Sections.LIMIT);
        int cursor = 0;
        while (cursor != Sections.END) {
            cursor = document.section(cursor, text.clear(), 0, nowNs);
            all.write(text.array(), 0, text.length());
        }
        return all.toByteArray();
    }
}
