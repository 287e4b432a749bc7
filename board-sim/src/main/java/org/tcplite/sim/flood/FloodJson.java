package org.tcplite.sim.flood;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tcplite.sim.report.Json;

/** The runs of a flood as JSON; times are nanoseconds, times to connect are all of them. */
public final class FloodJson {

    private static final int SCHEMA = 1;

    private FloodJson() {}

    /**
     * The document.
     *
     * @param promise null if no run was with cookies
     */
    public static String of(List<FloodResult> results, FloodPromise promise) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("config", config(results.get(results.size() - 1).config));
        List<Object> runs = new ArrayList<>();
        results.forEach(result -> runs.add(run(result)));
        document.put("runs", runs);
        if (promise != null) {
            document.put("promiseKept", promise.isKept());
            List<Object> points = new ArrayList<>();
            for (FloodPromise.Point point : promise.points()) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("promise", point.what());
                each.put("found", point.found());
                each.put("kept", point.isKept());
                points.add(each);
            }
            document.put("promise", points);
        }
        return Json.text(document);
    }

    private static Map<String, Object> config(FloodConfig config) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("seed", config.seed);
        members.put("synRate", config.synRate);
        members.put("spoof", config.spoof.toString());
        members.put("durationNs", config.durationNs);
        members.put("clients", config.clients);
        members.put("connectEveryNs", config.connectEveryNs);
        members.put("patienceNs", config.patienceNs);
        members.put("rttNs", config.rttNs);
        members.put("loss", config.loss);
        members.put("bulkFlows", config.bulkFlows);
        members.put("bulkRttNs", config.bulkRttNs);
        members.put("bulkBitsPerSecond", config.bulkBitsPerSecond);
        members.put("wireBitsPerSecond", config.wireBitsPerSecond);
        members.put("receiveRing", config.receiveRing);
        members.put("framesPerPoll", config.framesPerPoll);
        members.put("slots", config.slots);
        members.put("synQueue", config.synQueue);
        members.put("nsPerFrame", config.cost.nsPerFrame());
        members.put("nsPerPoll", config.cost.nsPerPoll());
        members.put("nsPerEarlyDrop", config.cost.nsPerEarlyDrop());
        return members;
    }

    private static Map<String, Object> run(FloodResult result) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("run", FloodTable.nameOf(result));
        members.put("attempts", result.attempts);
        members.put("connected", result.connectNs.length);
        members.put("intact", result.intact);
        members.put("corrupted", result.corrupted);
        members.put("failures", result.failures);
        members.put("bulkIntact", result.bulkIntact);
        members.put("bulkBitsPerSecond", result.bulkBitsPerSecond);
        members.put("meanHalfOpen", result.meanHalfOpen);
        members.put("mostHalfOpen", result.mostHalfOpen);
        members.put("octetsOfHalfOpen", result.octetsOfHalfOpen);
        members.put("floodModes", result.floodModes);
        members.put("backToNormalNs", result.backToNormalNs);
        members.put("cookiesTaken", result.cookiesTaken);
        members.put("busyShare", result.busyShare);
        members.put("overruns", result.overruns);
        members.put("earlyDrops", result.earlyDrops);
        members.put("arpRequests", result.arpRequests);
        members.put("slotsLeftInUse", result.slotsLeftInUse);
        members.put("normalMode", mode(result, MeteredMac.NORMAL));
        members.put("floodMode", mode(result, MeteredMac.FLOOD));
        members.put("connectNs", result.connectNs);
        return members;
    }

    private static Map<String, Object> mode(FloodResult result, int mode) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("syns", result.syns[mode]);
        members.put("synAcks", result.synAcks[mode]);
        members.put("octetsIn", result.octetsIn[mode]);
        members.put("octetsOut", result.octetsOut[mode]);
        return members;
    }
}
