package org.tcplite.script;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.tcplite.tcp.TcpError;

/** The calls of a script. */
final class Calls {

    private final Subject subject;
    private final Flows flows;
    private final Questions questions;
    private final Map<Integer, Integer> listeners = new HashMap<>();

    Calls(Subject subject, Flows flows, States states, long toleranceNs) {
        this.subject = subject;
        this.flows = flows;
        this.questions = new Questions(subject, flows, states, toleranceNs);
    }

    Outcome perform(Event.Call call, Flow flow, String wanted, long nowNs) {
        List<String> words = call.words();
        return switch (call.name()) {
            case "listen" -> listen(words);
            case "unlisten" -> Outcome.ok(subject.close(listener(number(words, 0)), nowNs));
            case "accept" -> accept(flow);
            case "connect" -> connect(words, flow, nowNs);
            case "write" -> write(number(words, 0), flow, nowNs);
            case "read" -> read(words, flow, nowNs);
            case "shutdown" -> Outcome.ok(subject.shutdownWrite(handle(flow), nowNs));
            case "close" -> Outcome.ok(subject.close(handle(flow), nowNs));
            case "abort" -> Outcome.ok(subject.abort(handle(flow), nowNs));
            case "nodelay" -> Outcome.ok(subject.setNoDelay(handle(flow), words.isEmpty(), nowNs));
            case "keepalive" -> keepAlive(words, flow, nowNs);
            case "user-timeout" ->
                    Outcome.ok(subject.setUserTimeout(handle(flow), millis(words, 0), nowNs));
            case "connect-timeout" ->
                    Outcome.ok(subject.setConnectTimeout(handle(flow), millis(words, 0), nowNs));
            case "ttl" -> Outcome.ok(subject.setTtl(handle(flow), number(words, 0)));
            case "dscp" -> Outcome.ok(subject.setDscp(handle(flow), number(words, 0)));
            case "rcvbuf" -> limit(words, subject::setReceiveBuffer, flow);
            case "sndbuf" -> limit(words, subject::setSendBuffer, flow);
            case "maxseg" -> limit(words, (h, n) -> subject.setMaxSegment(h, n, nowNs), flow);
            case "backlog" -> limit(words, subject::setBacklog, flow);
            case "icmp" -> icmp(words, flow, nowNs);
            case "flow" -> flow(words, flow);
            default -> questions.ask(call.name(), words, flow, wanted, nowNs);
        };
    }

    static String word(List<String> words, int index) {
        if (index >= words.size()) {
            throw new ScriptSyntaxException("a word is missing behind \"" + words + "\"");
        }
        return words.get(index);
    }

    private static int number(List<String> words, int index) {
        return Num.parse(word(words, index)).value();
    }

    private static int millis(List<String> words, int index) {
        String word = word(words, index);
        return word.equals("off") ? 0 : Seconds.toMillis(word);
    }

    static int handle(Flow flow) {
        if (flow.handle == 0) {
            throw new ScriptSyntaxException("there is no connection yet: accept or connect first");
        }
        return flow.handle;
    }

    private int listener(int port) {
        Integer listener = listeners.get(port);
        if (listener == null) {
            throw new ScriptSyntaxException("nobody listens on port " + port);
        }
        return listener;
    }

    /** A setting of the connection, or with "at PORT" of the listener there. */
    private Outcome limit(List<String> words, IntBinaryOperator setting, Flow flow) {
        boolean ofListener = words.size() > 1 && words.get(1).equals("at");
        int handle = ofListener ? listener(number(words, 2)) : handle(flow);
        int wanted = number(words, 0);
        int result = setting.applyAsInt(handle, wanted);
        return result > 0 && result != wanted
                ? Outcome.octets(result, Integer.toString(wanted))
                : Outcome.ok(result);
    }

    private Outcome listen(List<String> words) {
        int port = number(words, 0);
        int backlog = words.size() > 2 ? number(words, 2) : 8;
        int result = subject.listen(port, backlog);
        if (result > 0) {
            listeners.put(port, result);
            flows.listened(port);
        }
        return Outcome.ok(result);
    }

    private Outcome accept(Flow flow) {
        int result = subject.accept(listener(flow.localPort));
        if (result > 0) {
            int address = subject.remoteAddressOf(result);
            int port = subject.remotePortOf(result);
            if (!flow.isTuple(address, port, subject.localPortOf(result))) {
                return Outcome.of(Flows.address(address) + ":" + port, Outcome.OK);
            }
            flow.handle = result;
        }
        return Outcome.ok(result);
    }

    private Outcome connect(List<String> words, Flow flow, long nowNs) {
        int from = 0;
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("from")) {
                from = number(words, ++i);
            } else {
                peer(words.get(i), flow);
            }
        }
        int result = subject.connect(flow.remoteAddress, flow.remotePort, from, nowNs);
        if (result > 0) {
            flow.handle = result;
            flow.localPort = subject.localPortOf(result);
        }
        return Outcome.ok(result);
    }

    private static void peer(String text, Flow flow) {
        String[] parts = text.split(":");
        flow.remoteAddress = Flows.address(parts[0]);
        if (parts.length > 1) {
            flow.remotePort = Num.parse(parts[1]).value();
        }
    }

    private Outcome write(int octets, Flow flow, long nowNs) {
        byte[] text = Pattern.userText(flow.writeAt, octets);
        int result = subject.write(handle(flow), text, nowNs);
        flow.writeAt += Math.max(0, result);
        return Outcome.octets(result, Integer.toString(octets));
    }

    private Outcome read(List<String> words, Flow flow, long nowNs) {
        int wanted = words.isEmpty() ? Integer.MAX_VALUE : number(words, 0);
        byte[] buffer = new byte[Math.min(wanted, 1 << 16)];
        int total = 0;
        while (total < wanted) {
            int n =
                    subject.read(
                            handle(flow), buffer, Math.min(buffer.length, wanted - total), nowNs);
            if (n <= 0) {
                String usual = words.isEmpty() ? "*" : words.get(0);
                return total > 0 || n == 0
                        ? Outcome.octets(total, usual)
                        : Outcome.of(TcpError.text(n), usual.equals("*") ? "text" : usual);
            }
            byte[] text = java.util.Arrays.copyOf(buffer, n);
            String wrong =
                    Pattern.difference(Pattern.peerText(flow.readAt, n, false), text, flow.readAt);
            if (wrong != null) {
                throw new IllegalStateException("read gave wrong text: " + wrong);
            }
            flow.readAt += n;
            total += n;
        }
        return Outcome.octets(total, Integer.toString(wanted));
    }

    private Outcome keepAlive(List<String> words, Flow flow, long nowNs) {
        if (word(words, 0).equals("off")) {
            return Outcome.ok(subject.setKeepAlive(handle(flow), 0, 0, 0, nowNs));
        }
        return Outcome.ok(
                subject.setKeepAlive(
                        handle(flow), millis(words, 0), millis(words, 1), number(words, 2), nowNs));
    }

    private Outcome icmp(List<String> words, Flow flow, long nowNs) {
        ByteBuffer quoted = ByteBuffer.allocate(8);
        quoted.putShort((short) flow.localPort).putShort((short) flow.remotePort);
        quoted.putInt(Num.parse(word(words, 2)).on(flow.iss));
        subject.icmpError(
                number(words, 0),
                number(words, 1),
                words.size() > 3 ? number(words, 3) : 0,
                quoted.array(),
                Flow.LOCAL,
                flow.remoteAddress,
                nowNs);
        return Outcome.ok(0);
    }

    private Outcome flow(List<String> words, Flow flow) {
        for (int i = 0; i < words.size(); i += 2) {
            switch (words.get(i)) {
                case "as" -> {
                    Flow other = flows.of(word(words, i + 1));
                    flow.remoteAddress = other.remoteAddress;
                    flow.remotePort = other.remotePort;
                    flow.localPort = other.localPort;
                    flow.irs = other.irs;
                }
                case "from" -> peer(word(words, i + 1), flow);
                case "to" -> flow.localPort = number(words, i + 1);
                default -> throw new ScriptSyntaxException("write: flow from 10.0.0.9:4000 to 80");
            }
        }
        return Outcome.ok(0);
    }
}
