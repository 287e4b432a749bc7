package org.tcplite.cortexm;

import org.tcplite.hal.HalError;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.tcp.TcpConfig;
import org.tcplite.tcp.TcpError;

/**
 * The board's program: start-up from the boot options, then poll, let the services have their turn,
 * sleep. All memory is taken before the line that begins with {@code ready}.
 */
final class Firmware {

    /** Exit status: a boot option cannot be read. */
    static final int BAD_OPTION = 2;

    private static final int NO_START = 1;
    private static final int LINE = 128;

    private final NetConfig config = new NetConfig();
    private final BootOptions options;
    private final TickClock clock = new TickClock();
    private final InterruptIdle idle = new InterruptIdle();
    private final NetworkStack stack;
    private final Services services;
    private final Line line = new Line(LINE);
    private final Meter meter;

    private Firmware(BootOptions options, StagedMac mac) {
        this.options = options;
        byte[] seed = new byte[SeedEntropy.OCTETS];
        boolean hasSeed = options.octets("seed", seed);
        configure();
        stack = new NetworkStack(config, mac, new SeedEntropy(seed), new MachineOctets());
        int slots = config.tcp.connections;
        Service[] offered = {
            new EchoService(stack.tcp()),
            new DiscardService(stack.tcp()),
            new HttpService(stack.tcp(), slots, new PageReport(), new NetstatReport(stack, mac)),
        };
        services = new Services(stack.tcp(), slots, offered);
        meter = options.isGiven("meter") ? new Meter(mac, line) : null;
        if (!hasSeed) {
            stop("no seed among the boot options");
        }
    }

    /** Runs the board; does not return. */
    static void run(BootOptions options, StagedMac mac) {
        Firmware firmware = new Firmware(options, mac);
        firmware.start();
        firmware.loop();
    }

    /** Appends what this image was made from. */
    static void identity(Line to) {
        int i = 0;
        for (int c = Machine.identity(0); c >= 0; c = Machine.identity(++i)) {
            to.put(c);
        }
    }

    private void configure() {
        config.useBoardDefaults();
        config.address = options.address("address", 10 << 24 | 2);
        config.prefixLength = options.prefixLength("address", 24);
        config.gateway = options.address("gateway", 0);
        config.tcp.allowWeakEntropy = true;
        TcpConfig tcp = config.tcp;
        tcp.connections = options.number("connections", tcp.connections, 1, 1024);
        tcp.receiveBuffer = buffer("receive-buffer", tcp.receiveBuffer);
        tcp.sendBuffer = buffer("send-buffer", tcp.sendBuffer);
        tcp.synQueue = options.powerOfTwo("syn-queue", tcp.synQueue, 8, 1024);
        tcp.timeWait = options.number("time-wait", tcp.timeWait, 1, 32767);
    }

    private int buffer(String key, int otherwise) {
        return options.powerOfTwo(key, otherwise, 256, 1 << 20);
    }

    private void start() {
        int error = stack.start(idle);
        if (error != 0) {
            stop(HalError.text(error));
        }
        error = services.listen();
        if (error != 0) {
            stop(TcpError.text(error));
        }
        identity(line);
        Uart.print(line.put('\n'));
        Uart.print("entropy: a seed of the loader's, weak\n");
        printMemory();
        if (options.isGiven("report")) {
            Machine.exit(0);
        }
        line.put("ready http://").address(stack.address()).put("/ board=");
        line.address(stack.address()).put(" link=");
        options.text("link", line);
        Uart.print(line.put('\n'));
    }

    private void printMemory() {
        fact("memory: flash ", Machine.FLASH);
        fact(" data ", Machine.DATA);
        fact(" bss ", Machine.BSS);
        fact(" java-heap ", Machine.JAVA_HEAP);
        fact(" devices ", Machine.DEVICES);
        fact(" stack ", Machine.STACK);
        Uart.print(line.put('\n'));
        fact("java-heap-used ", Machine.JAVA_HEAP_USED);
        line.put(" connections ").number(config.tcp.connections);
        Uart.print(line.put('\n'));
    }

    private void fact(String name, int id) {
        line.put(name).number(Machine.fact(id));
    }

    private void loop() {
        for (; ; ) {
            long now = clock.nanos();
            boolean more = stack.poll(now);
            services.turn(now);
            stack.transmit(now);
            if (!more) {
                sleepUntil(Math.min(stack.pollAgainNs(now), services.turnAgainNs()));
            }
        }
    }

    private void sleepUntil(long deadlineNs) {
        if (meter == null) {
            idle.waitUntil(deadlineNs);
        } else {
            meter.sleepUntil(deadlineNs);
        }
    }

    private static void stop(String reason) {
        Uart.print(reason);
        Machine.put('\n');
        Machine.exit(NO_START);
    }
}
