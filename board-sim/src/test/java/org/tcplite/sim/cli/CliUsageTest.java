package org.tcplite.sim.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong usage: exit code 2 and one line on standard error that says what to do. */
class CliUsageTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | no command",
                "serv | there is no command 'serv', but serve",
                "cps 10.0.0.1 | HOST without PORT: say as in cps 10.0.0.1 7",
                "cps --connections-per-second 0 | '0' is no rate: say 1000, or max",
                "cps --clients 0 | --clients is 0, which has to be in 1..1000",
                "cps --duration 0 | say 10s",
                "cps --loss 1% | say --rtt 20ms",
                "cps --link tap:tap0 | say HOST and PORT",
                "cps --syn-rate 5 10.0.0.1 7 | a flood is for virtual time",
                "cps --mode ccc | ccc",
                "serve --adress 10.0.0.2/24 | there is no option '--adress', but --address",
                "serve --address 10.0.0.2 | say 10.0.0.2/24",
                "serve --address 10.0.0.256/24 | 256",
                "serve --gateway 11.0.0.1 | has to be in 10.0.0.0..10.0.0.255",
                "serve --mac 01:00:00:00:00:01 | group address",
                "serve --mtu 12 | --mtu is 12, which has to be in 576..65535",
                "serve --mtu 12q | say 65536, 64k or 1m",
                "serve --syn-queue 100 | power of two, as 128",
                "serve --receive-buffer 100k | power of two, as 131072",
                "serve --connections many | --connections 'many'",
                "serve --backlog 0 | 1..65536",
                "serve --loss 0.03 | --loss '0.03' has no percent sign: say 3% or 0.03%",
                "serve --loss 3 | say 3%",
                "serve --loss 101% | more than 100%",
                "serve --delay 20 | --delay '20' has no unit: say 20s or 20ms",
                "serve --reorder 5% | say --delay 20ms as well",
                "nc 10.0.0.1 80 --drop 0 | --drop '0' is no frame number",
                "control --rate 10 | --rate '10' has no unit: say 10mbit",
                "wire | Missing required parameters",
                "wire tap:a | Missing required parameter",
                "wire tap:a tap:a | say another link than tap:a",
                "wire forward tap:a | forward hands no frames on",
                "wire tap:a forward | say tap:NAME, unix:PATH",
                "wire tap:a carrier-pigeon | tap:NAME",
                "wire tap:a tap:b --limit 7 | --limit is of frames that wait: say --delay 20ms",
                "wire tap:a tap:b --mtu 70000 | 576..65517",
                "wire tap:a tap:b --duration x | is not a duration",
                "serve --link carrier-pigeon | tap:NAME",
                "serve --link udp:1/2 | say LOCAL/REMOTE",
                "serve --link unix-listen: | the path is missing",
                "serve --link unix:x,reconnect=2 | say ,reconnect=2s",
                "serve --link tcp-listen:127.0.0.1 | is no HOST:PORT",
                "serve --link pcap:f,linger=1 | say ,linger=2s",
                "serve --forward 80 | 8080:80",
                "serve --link tap:t0 --forward 80:80 | at its own address",
                "serve --proxy 81 | say 8081=10.0.0.1:9000",
                "serve --proxy 81=127.0.0.1:9 | this desktop is 10.0.0.1",
                "nc | say HOST and PORT",
                "nc 10.0.0.1 | say HOST and PORT",
                "nc -l | say, as in nc -l 9000",
                "nc 10.0.0.1 70000 | 1..65535",
                "nc 192.0.2.1 80 | cannot be reached on --link forward",
                "nc -w 1x 10.0.0.1 80 | no unit of time",
                "nc -s 10.0.0.9 10.0.0.1 80 | say --address 10.0.0.9/24",
                "flood --syn-rate 0 | --syn-rate is 0, which has to be in 1..1000000",
                "flood --syn-rate 10k | --syn-rate '10k'",
                "flood --spoof nobody | say random, subnet, single or live",
                "flood --defence walls | say cookies, queue, slots or all",
                "flood --duration 2h | 1ms..1h",
                "flood --loss 0.01 | say 1% or 0.01%",
                "flood --cost-per-frame 400 | say 400s or 400ms",
                "flood --processor z80 | say desktop, lm3s6965evb",
                "flood --syn-queue 100 | power of two",
                "flood --frames-per-poll 0 | --frames-per-poll is 0, which has to be in 1..256",
                "flood --clients 0 | 1..100",
                "transfer --direction up | say out, in or both",
                "transfer --bytes 0 | --bytes is 0, which has to be in 1..1t",
                "transfer --bytes 3q | say 65536, 64k or 1m",
                "transfer --duration 0s | --duration is 0: say 10s",
                "transfer --loss 0.03 | say 3% or 0.03%",
                "transfer --congestion bbr | say newreno or cubic",
                "transfer --initial-window 3 | say small or large",
                "transfer --rto-min 200 | say 200s or 200ms",
                "transfer --rto-min 2m | --rto-min is 120000 ms: say 1ms to 60s",
                "transfer --sent-records 100 | power of two",
                "transfer --link tap:t0 | say HOST as well as --link",
                "transfer 10.0.0.1 0 | PORT is '0', which has to be in 1..65535",
                "serve --congestion vegas | say newreno or cubic",
                "handshake --scenario x | say open-close, simultaneous-open, simultaneous-close",
                "handshake --delay 20 | say 20s or 20ms",
                "handshake --isn 0x1ffffffff | say 0xffffff00",
                "handshake --isn -1 | say 0xffffff00",
                "handshake --isn | --isn",
                "handshake --scenario reset | lost-last-ack, reordered, timeout, no-final-ack,",
                "handshake --netstats | there is no option '--netstats', but --netstat",
                "script | Missing required parameter: 'FILE|DIR'",
                "script no-such-file.pkt | no-such-file.pkt is neither a file nor a directory",
                "simulate --runs 0 | --runs is 0: say 1 or more",
                "simulate --runs 2 --without 1 | say --seed N --runs 1 as well",
                "simulate --seed 1 --runs 1 --without 5-3 | '5-3' is no range: say 0-15,20",
                "simulate --duration 5q | --duration '5q'",
                "states --dot --mermaid | mutually exclusive",
                "control --unix a --port 1 | say one of them",
                "control --port 70000 | 0..65535",
                "doctor -x | there is no option '-x'",
                "serve --mac-kind ring | say dma, fifo, spi, spi-polled",
                "serve --mac-kind spi --mtu 2000 | say --mtu 1500",
                "contract | say --target KIND, or --link LINK",
                "contract --target x | say dma, fifo, spi, spi-polled or broken:NAME",
                "contract --target broken:list | leaky-padding, one-tx-buffer",
                "contract --target dma --link forward | say --link tap:NAME",
                "contract --link udp:127.0.0.1:1/127.0.0.1:2 --json x | say --target KIND as well",
                "contract --target dma --call-limit 5 | say 5s or 5ms",
                "netstat -x | there is no option '-x'",
            })
    void wrongUsageIsOneLine(String arguments, String advice) {
        Outcome outcome = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertEquals(2, outcome.code, outcome.err);
        String expected = advice.startsWith("say, ") ? advice.substring(5) : advice;
        assertTrue(outcome.err.contains(expected), outcome.err);
        assertTrue(outcome.err.startsWith("board-sim"), outcome.err);
        assertEquals(1, outcome.err.lines().count(), outcome.err);
        assertEquals("", outcome.out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve ",
                "nc ",
                "netstat ",
                "handshake ",
                "states ",
                "script ",
                "simulate ",
                "control ",
                "wire ",
                "transfer ",
                "doctor ",
                "contract ",
                "completion "
            })
    void helpShowsAnExample(String command) {
        Outcome outcome = run((command + "--help").split(" "));
        assertEquals(0, outcome.code);
        assertTrue(outcome.out.contains("Example:"), outcome.out);
        assertEquals(0, run((command + "--version").split(" ")).code);
    }

    @Test
    void theFirstLineOfHandshakesHelpNamesWhatMeasures() {
        String first = run("handshake", "--help").out.lines().findFirst().orElseThrow();
        assertTrue(first.startsWith("To measure many connections: cps, bench/run."), first);
    }

    @Test
    void completionIsAScript() {
        String script = run("completion").out;
        assertTrue(script.contains("_complete_run") && script.contains("--scenario"));
        assertTrue(script.contains("three-segment-close") && script.contains("no-final-ack"));
    }

    /** What a command left behind. */
    record Outcome(int code, String out, String err) {}

    static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Outcome(code, out.toString(), err.toString());
    }
}
