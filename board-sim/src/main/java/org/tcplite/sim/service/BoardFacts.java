package org.tcplite.sim.service;

import org.tcplite.hal.EthernetMac;
import org.tcplite.net.NetConfig;
import org.tcplite.net.NetworkStack;
import org.tcplite.sim.board.Board;
import org.tcplite.sim.board.MemoryBudget;
import org.tcplite.tcp.Tcp;
import org.tcplite.tcp.TcpStatus;

/** What the pages and tables of a board tell about it, gathered once. */
public final class BoardFacts {

    final NetworkStack stack;
    final Tcp tcp;
    final NetConfig config;
    final EthernetMac mac;
    final String link;
    final long startNs;
    final MemoryBudget.Row[] memory;
    final long memoryTotal;

    /**
     * Facts of one board.
     *
     * @param link what the board is plugged into, in words
     */
    public BoardFacts(Board board, String link) {
        this(board.stack(), board.config(), board.mac(), link, board.loop().nowNs());
    }

    /** Facts of a stack that belongs to no {@link Board}. */
    public BoardFacts(
            NetworkStack stack, NetConfig config, EthernetMac mac, String link, long startNs) {
        this.stack = stack;
        this.config = config;
        this.mac = mac;
        this.link = link;
        this.startNs = startNs;
        tcp = stack.tcp();
        MemoryBudget budget = new MemoryBudget(config, stack, mac);
        memory = budget.rows().toArray(new MemoryBudget.Row[0]);
        memoryTotal = budget.totalOctets();
    }

    /** The local address of a row: some are stored without, as the board has only one. */
    int localAddress(TcpStatus row) {
        return row.localAddress == 0 && row.kind != TcpStatus.LISTENER
                ? config.address
                : row.localAddress;
    }
}
