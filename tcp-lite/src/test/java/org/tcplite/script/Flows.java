package org.tcplite.script;

import java.util.ArrayList;
import java.util.List;

/** The connections of a script, by label and by their ends. */
final class Flows {

    private static final int DEFAULT_PORT = 80;

    private final List<Flow> flows = new ArrayList<>();
    private final int peerIsn;

    /** The port of the last listener: where new connections go to. */
    private int lastListened = DEFAULT_PORT;

    Flows(int peerIsn) {
        this.peerIsn = peerIsn;
    }

    /** The connection with that label; made when it is first spoken of. */
    Flow of(String label) {
        for (Flow flow : flows) {
            if (flow.label.equals(label)) {
                return flow;
            }
        }
        Flow flow = new Flow(label, Flow.FIRST_PORT + flows.size(), peerIsn);
        flow.localPort = lastListened;
        flows.add(flow);
        return flow;
    }

    void listened(int port) {
        lastListened = port;
        for (Flow flow : flows) {
            if (!flow.issKnown && flow.handle == 0) {
                flow.localPort = port;
            }
        }
    }

    /** Whose segment that is; of two incarnations the later that has a right to it; or null. */
    Flow of(WireSegment s, int remote) {
        Flow found = null;
        for (Flow flow : flows) {
            if (flow.isTuple(remote, s.destinationPort, s.sourcePort)
                    && (found == null || flow.canClaim(s))) {
                found = flow;
            }
        }
        return found;
    }

    /** Our first initial sequence number, or null. */
    Integer firstIss() {
        return flows.stream().filter(f -> f.issKnown).findFirst().map(f -> f.iss).orElse(null);
    }

    List<Flow> all() {
        return flows;
    }

    static String address(int a) {
        return (a >>> 24) + "." + (a >> 16 & 255) + "." + (a >> 8 & 255) + "." + (a & 255);
    }

    static int address(String text) {
        String[] parts = text.split("\\.");
        if (parts.length != 4) {
            throw new ScriptSyntaxException("\"" + text + "\" is no IPv4 address");
        }
        int address = 0;
        for (String part : parts) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
