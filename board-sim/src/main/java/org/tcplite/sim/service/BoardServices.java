package org.tcplite.sim.service;

import java.util.Map;
import java.util.TreeMap;
import org.tcplite.sim.board.Board;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpError;

/** Puts the services on a board. */
public final class BoardServices {

    private BoardServices() {}

    /**
     * Makes the services, lets them listen, and adds them to the board.
     *
     * @param facts for the pages
     * @param processId for the pages
     * @throws IllegalStateException if a port cannot be listened on; the message is one line
     */
    public static Services install(
            Board board, ServicesConfig config, BoardFacts facts, long processId) {
        int slots = board.config().tcp.connections;
        Services services = new Services(board.tcp(), slots, config);
        Digests digests = new Digests(slots);
        Map<Integer, Service> byPort = plain(services, digests);
        byPort.put(HttpService.PORT, http(services, digests, facts, processId));
        for (ServicesConfig.Relay relay : config.relays) {
            byPort.put(
                    relay.port(), new RelayService(services, relay.address(), relay.remotePort()));
        }
        byPort.forEach((port, service) -> listen(services, port, service));
        board.add(services);
        return services;
    }

    /**
     * Echo, discard, chargen and SHA-256 alone, for a stack that is no board; the caller gives the
     * services their turns.
     *
     * @throws IllegalStateException as {@link #install}
     */
    public static Services withoutPages(Tcp tcp, int slots, ServicesConfig config) {
        Services services = new Services(tcp, slots, config);
        plain(services, new Digests(slots)).forEach((port, each) -> listen(services, port, each));
        return services;
    }

    private static Map<Integer, Service> plain(Services services, Digests digests) {
        Map<Integer, Service> byPort = new TreeMap<>();
        byPort.put(EchoService.PORT, new EchoService(services));
        byPort.put(DiscardService.PORT, new DiscardService(services));
        byPort.put(ChargenService.PORT, new ChargenService(services));
        byPort.put(Sha256Service.PORT, new Sha256Service(services, digests));
        return byPort;
    }

    private static HttpService http(
            Services services, Digests digests, BoardFacts facts, long processId) {
        HttpResources resources =
                new HttpResources(
                        digests,
                        new BoardPage(facts, false),
                        new BoardPage(facts, true),
                        new NetstatText(facts, processId + "/board-sim"),
                        new NetstatJson(facts, processId));
        return new HttpService(services, resources, digests);
    }

    private static void listen(Services services, int port, Service service) {
        int error = services.listen(port, service);
        if (error != 0) {
            throw new IllegalStateException(
                    "the board cannot listen on port "
                            + port
                            + " ("
                            + service.name()
                            + "): "
                            + TcpError.text(error));
        }
    }
}
