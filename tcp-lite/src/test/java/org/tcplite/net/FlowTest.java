package org.tcplite.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tcplite.hal.EthernetMac;
import org.tcplite.tcp.Signals;
import org.tcplite.tcp.TcpCounter;
import org.tcplite.tcp.TcpError;
import org.tcplite.tcp.TcpState;

/** Segments on their way out: link addresses, parking, templates, descriptors. */
class FlowTest {

    private static final int PORT = Peer.PORT;

    private static byte[] arpReply() {
        return Frames.arpReply(Frames.PEER_MAC, Frames.PEER);
    }

    private static List<byte[]> arpRequests(List<byte[]> frames) {
        return frames.stream().filter(frame -> Frames.type(frame) == 0x0806).toList();
    }

    private static List<byte[]> segments(List<byte[]> frames) {
        return frames.stream().filter(frame -> Frames.type(frame) == 0x0800).toList();
    }

    private static int connect(Board board, int remote) {
        int connection = board.tcp.connect(remote, 7, 0, board.now);
        assertEquals(true, connection > 0);
        board.poll();
        return connection;
    }

    /** Connects to the peer, which answers ARP and the SYN. */
    private static int establish(Board board) {
        int connection = connect(board, Frames.PEER);
        byte[] syn = Frames.payload(segments(board.receive(arpReply())).get(0));
        int iss = Frames.get32(syn, 4);
        byte[] synAck = Frames.tcp(Frames.PEER, 7, Frames.get16(syn, 0), 500, iss + 1, 0x12);
        board.receive(synAck);
        assertEquals(TcpState.ESTABLISHED, board.tcp.state(connection));
        return connection;
    }

    // ---- connections of ours: ARP

    @Test
    @Tag("RFC1122L-3")
    @Tag("RFC1122L-6")
    @Tag("RFC1122L-8")
    void theFirstSegmentWaitsForArpAndGoesAtOnceWhenItAnswers() {
        Board board = new Board();
        int connection = connect(board, Frames.PEER);

        List<byte[]> first = board.mac.takeSent();
        assertEquals(1, first.size());
        assertEquals(Frames.BROADCAST_MAC, Frames.mac(first.get(0), 0));
        assertArrayEquals(
                Frames.arpBody(1, Frames.OWN_MAC, Frames.OWN, 0, Frames.PEER),
                Arrays.copyOfRange(first.get(0), 14, 42));
        assertEquals(TcpState.SYN_SENT, board.tcp.state(connection));

        List<byte[]> second = board.receive(arpReply(), NetCounter.ACCEPT_ARP);
        assertEquals(1, second.size());
        assertEquals(Frames.PEER_MAC, Frames.mac(second.get(0), 0));
        assertEquals(Frames.SYN, Frames.payload(second.get(0))[13]);
    }

    @Test
    @Tag("RFC1122-7")
    void whatIsOffTheLinkGoesToTheGateway() {
        Board board = new Board();
        connect(board, Frames.FAR);
        byte[] request = board.mac.takeSent().get(0);
        assertEquals(Frames.GATEWAY, Frames.get32(request, 38));

        byte[] reply = Frames.arpReply(Frames.OTHER_MAC, Frames.GATEWAY);
        byte[] syn = board.answer(reply);

        assertEquals(Frames.OTHER_MAC, Frames.mac(syn, 0));
        assertEquals(Frames.FAR, Frames.get32(syn, 30));
        assertEquals(true, board.neighbour(Frames.GATEWAY).isGateway);
    }

    @Test
    @Tag("RFC1122L-5")
    void anAbsentNeighbourIsAskedForOnceASecondForAllItsFlows() {
        Board board = new Board();
        for (int i = 0; i < 5; i++) {
            connect(board, Frames.PEER);
        }
        int asked = board.mac.takeSent().size();
        assertEquals(1, asked);
        for (int second = 0; second < 10; second++) {
            board.advanceMs(999);
            assertEquals(0, board.mac.takeSent().size());
            board.advanceMs(1);
            List<byte[]> sent = board.mac.takeSent();
            assertEquals(1, sent.size());
            assertEquals(1, arpRequests(sent).size());
        }
    }

    @Test
    @Tag("RFC1122L-8")
    void anAbsentNeighbourEndsTheConnectionByTcpsTimeAndIsForgotten() {
        Board board = new Board();
        int connection = connect(board, Frames.PEER);

        board.advanceMs(242_000);
        assertEquals(TcpState.SYN_SENT, board.tcp.state(connection));
        board.advanceMs(3_000);
        assertEquals(TcpState.CLOSED, board.tcp.state(connection));
        assertEquals(true, (board.tcp.takeSignals(connection) & Signals.ENDED) != 0);
        board.advanceMs(2_000);
        assertNull(board.neighbour(Frames.PEER));
        board.tcp.close(connection, board.now);
        assertEquals(Long.MAX_VALUE, board.stack.nextDeadlineNs());
    }

    @Test
    void aLateReplyIsAsGoodAsAnEarlyOne() {
        Board board = new Board();
        connect(board, Frames.PEER);
        board.advanceMs(4_500);
        board.mac.takeSent();

        assertEquals(1, segments(board.receive(arpReply())).size());
    }

    @Test
    void aRequestFromTheNeighbourWeAskForAnswersUs() {
        Board board = new Board();
        connect(board, Frames.PEER);
        board.mac.takeSent();

        List<byte[]> sent =
                board.receive(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));

        assertEquals(1, arpRequests(sent).size());
        assertEquals(1, segments(sent).size());
    }

    @Test
    void moreNeighboursThanEntriesLoseSegmentsAndNothingElse() {
        Board board = new Board(config -> config.arpEntries = 2);
        for (int i = 0; i < 4; i++) {
            connect(board, Frames.PEER + i);
        }
        assertEquals(2, board.mac.takeSent().size());
        assertEquals(2, board.count(NetCounter.TX_NO_NEIGHBOUR));

        board.receive(Frames.arpReply(0x020000000050L, Frames.PEER));
        board.receive(Frames.arpReply(0x020000000051L, Frames.PEER + 1));
        board.advanceMs(4_000);
        int targets = 0;
        for (byte[] request : arpRequests(board.mac.takeSent())) {
            targets |= 1 << Frames.get32(request, 38) - Frames.PEER;
        }
        assertEquals(0b1100, targets & 0b1100, "the others have had their turn");
    }

    @Test
    @Tag("RFC826-6")
    void aScanDoesNotDisplaceTheNeighbourOfAConnection() {
        Board board = new Board(config -> config.arpEntries = 4);
        establish(board);
        for (int i = 0; i < 200; i++) {
            board.now += 50 * Board.MS;
            long mac = 0x020000001000L + i;
            board.receive(Frames.arpRequest(mac, Frames.OWN + 20 + i, Frames.OWN));
        }
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
        assertEquals(true, board.neighbour(Frames.PEER).isUsed);
    }

    @Test
    @Tag("RFC826-6")
    void aStrangerNeverDisplacesTheNeighbourOfAConnection() {
        Board board = new Board(config -> config.arpEntries = 2);
        for (int i = 0; i < 2; i++) {
            connect(board, Frames.PEER + i);
            board.receive(Frames.arpReply(Frames.PEER_MAC + i, Frames.PEER + i));
        }
        board.advanceMs(1_500);
        board.mac.takeSent();

        board.answer(Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER + 9, Frames.OWN));

        assertNull(board.neighbour(Frames.PEER + 9));
        assertEquals(1, board.count(NetCounter.ARP_TABLE_FULL));
        connect(board, Frames.PEER + 8);
        assertNull(board.neighbour(Frames.PEER), "a connection of ours takes the oldest");
        assertEquals(Frames.PEER_MAC + 1, board.macOf(Frames.PEER + 1));
    }

    @Test
    @Tag("RFC1122L-5")
    void aNeighbourJustAskedForIsNotForgottenForAnother() {
        Board board = new Board(config -> config.arpEntries = 2);
        for (int i = 0; i < 2; i++) {
            connect(board, Frames.PEER + i);
            board.receive(Frames.arpReply(Frames.PEER_MAC + i, Frames.PEER + i));
        }
        board.mac.takeSent();

        connect(board, Frames.PEER + 8);

        assertEquals(0, board.mac.takeSent().size());
        assertEquals(Frames.PEER_MAC, board.macOf(Frames.PEER));
        assertEquals(1, board.count(NetCounter.TX_NO_NEIGHBOUR));
    }

    @Test
    @Tag("RFC826-5")
    void aConnectionKeepsItsLinkAddressWhateverStrangersSay() {
        Board board = new Board();
        int connection = establish(board);
        for (int i = 0; i < 100; i++) {
            board.now += 10 * Board.MS;
            board.receive(Frames.arpReply(Frames.OTHER_MAC, Frames.PEER));
            board.receive(Frames.arpRequest(Frames.OTHER_MAC, Frames.PEER, Frames.PEER));
        }
        board.tcp.write(connection, new byte[100], 0, 100, board.now);
        board.poll();

        assertEquals(Frames.PEER_MAC, Frames.mac(board.mac.takeSent().get(0), 0));
    }

    @Test
    @Tag("RFC1122L-4")
    @Tag("RFC1122L-9")
    void aStaleNeighbourInUseIsAskedByUnicastAndServedMeanwhile() {
        Board board = new Board();
        int connection = establish(board);
        board.advanceMs(61_000);
        board.mac.takeSent();

        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();

        List<byte[]> sent = board.mac.takeSent();
        assertEquals(1, arpRequests(sent).size());
        assertEquals(Frames.PEER_MAC, Frames.mac(arpRequests(sent).get(0), 0));
        assertEquals(1, segments(sent).size());
        board.receive(arpReply(), NetCounter.ACCEPT_ARP);
        assertEquals(NeighbourStatus.REACHABLE, board.neighbour(Frames.PEER).state);
    }

    @Test
    @Tag("RFC1122L-4")
    void aNeighbourWithANewLinkAddressIsFoundAgain() {
        Board board = new Board();
        int connection = establish(board);
        board.advanceMs(61_000);
        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();
        board.advanceMs(2_000);
        board.advanceMs(4_000);
        board.mac.takeSent();

        board.receive(Frames.arpReply(Frames.OTHER_MAC, Frames.PEER), NetCounter.ACCEPT_ARP);
        board.advanceMs(10_000);

        List<byte[]> sent = segments(board.mac.takeSent());
        assertEquals(true, !sent.isEmpty());
        assertEquals(Frames.OTHER_MAC, Frames.mac(sent.get(0), 0));
    }

    @Test
    @Tag("MUST-20")
    @Tag("RFC1122L-9")
    void deliveryTroubleMakesUsAskTheNeighbour() {
        Board board = new Board();
        int connection = establish(board);
        board.advanceMs(1_000);
        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();
        board.mac.takeSent();

        board.advanceMs(20_000);

        List<byte[]> asked = arpRequests(board.mac.takeSent());
        assertEquals(true, asked.size() >= 3, asked.size() + " requests");
        assertEquals(Frames.PEER_MAC, Frames.mac(asked.get(0), 0), "by unicast first");
        assertEquals(Frames.BROADCAST_MAC, Frames.mac(asked.get(2), 0), "then everybody");
    }

    @Test
    @Tag("RFC1122I-3")
    @Tag("RFC1122I-7")
    void anErrorThatQuotesOurSynEndsTheOpen() {
        Board board = new Board();
        int connection = connect(board, Frames.PEER);
        byte[] syn = Frames.packet(segments(board.receive(arpReply())).get(0));
        byte[] quote = Arrays.copyOf(syn, 28);

        board.receive(
                Frames.ip().protocol(1).payload(Frames.icmp(3, 3, 0, quote)).frame(),
                NetCounter.ACCEPT_ICMP);

        assertEquals(TcpState.CLOSED, board.tcp.state(connection));
        assertEquals(TcpError.REFUSED, board.tcp.endReason(connection));
    }

    // ---- connections of peers: the link address of the frame

    @Test
    void repliesAndConnectionsOfPeersUseTheFramesSourceAndNoArp() {
        Board board = new Board();
        int listener = board.tcp.listen(PORT, 4);
        Peer peer = new Peer(board, Frames.PEER, 4000);
        int connection = peer.open(listener);

        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();
        byte[] sent = board.mac.takeSent().get(0);
        byte[] reset = board.answer(Frames.tcp(Frames.PEER, 4000, 9, 1, 0, Frames.SYN));

        assertEquals(Frames.PEER_MAC, Frames.mac(sent, 0));
        assertEquals(10, Frames.payload(sent).length - 20);
        assertEquals(Frames.PEER_MAC, Frames.mac(reset, 0));
        assertEquals(Frames.RST | Frames.ACK, Frames.payload(reset)[13]);
        assertEquals(0, board.count(NetCounter.ARP_OUT_REQUESTS));
    }

    @Test
    void aSynAckIsRepeatedToWhereTheSynCameFrom() {
        Board board = new Board();
        board.tcp.listen(PORT, 4);
        Peer peer = new Peer(board, Frames.FAR, 4000);
        board.answer(peer.segment(Frames.SYN));

        board.advanceMs(1_500);

        byte[] again = board.mac.takeSent().get(0);
        assertEquals(Frames.PEER_MAC, Frames.mac(again, 0));
        assertEquals(Frames.SYN | Frames.ACK, Frames.payload(again)[13]);
        assertEquals(Frames.FAR, Frames.get32(again, 30));
    }

    @Test
    void withoutPinningASynAckIsRepeatedToKnownNeighboursOnly() {
        Board board = new Board(config -> config.replyToFrameSource = false);
        board.tcp.listen(PORT, 4);
        board.answer(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));
        board.answer(new Peer(board, Frames.PEER, 4000).segment(Frames.SYN));
        board.advanceMs(1_500);
        assertEquals(Frames.PEER_MAC, Frames.mac(board.mac.takeSent().get(0), 0));

        Peer unknown = new Peer(board, Frames.PEER + 1, 4000);
        assertEquals(0, board.receive(unknown.segment(Frames.SYN)).size());
        board.advanceMs(1_500);
        assertEquals(
                List.of(Frames.PEER),
                board.mac.takeSent().stream().map(frame -> Frames.get32(frame, 30)).toList());
        assertEquals(0, board.count(NetCounter.ARP_OUT_REQUESTS));
    }

    @Test
    @Tag("MUST-20")
    void aPinnedLinkAddressIsGivenUpWhenSegmentsGoUnacknowledged() {
        Board board = new Board();
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();

        board.advanceMs(20_000);

        List<byte[]> asked = arpRequests(board.mac.takeSent());
        assertEquals(true, !asked.isEmpty());
        assertEquals(Frames.PEER, Frames.get32(asked.get(0), 38));
        byte[] retransmission = board.answer(Frames.arpReply(Frames.OTHER_MAC, Frames.PEER));
        assertEquals(Frames.OTHER_MAC, Frames.mac(retransmission, 0));
    }

    @Test
    void withoutPinningConnectionsOfPeersAskByArp() {
        Board board = new Board(config -> config.replyToFrameSource = false);
        board.answer(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));

        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();

        assertEquals(Frames.PEER_MAC, Frames.mac(board.mac.takeSent().get(0), 0));
        assertEquals(true, board.neighbour(Frames.PEER).isUsed);
    }

    @Test
    void aConnectionOfOursInASlotThatAPeerHadFindsItsNeighbourByArp() {
        Board board = new Board(config -> config.tcp.connections = 1);
        Peer peer = new Peer(board, Frames.PEER, 4000);
        int connection = peer.open(board.tcp.listen(PORT, 1));
        board.tcp.abort(connection, board.now);
        board.advanceMs(2_000);
        board.mac.takeSent();

        connect(board, Frames.PEER);
        List<byte[]> first = board.mac.takeSent();
        board.advanceMs(1_000);

        assertEquals(Frames.PEER_MAC, Frames.mac(first.get(0), 0), "to where the last one was");
        assertEquals(1, arpRequests(board.mac.takeSent()).size(), "the next SYN asks");
    }

    @Test
    void aSlotTakenForAnotherPeerHasNothingOfTheHeadersBefore() {
        Board board = new Board(config -> config.tcp.connections = 1);
        int connection = establish(board);
        board.tcp.abort(connection, board.now);
        board.poll();
        board.mac.takeSent();

        connect(board, Frames.PEER + 1);

        List<byte[]> sent = board.mac.takeSent();
        assertEquals(1, arpRequests(sent).size(), "another neighbour has to be found");
        assertEquals(List.of(), segments(sent));
    }

    // ---- headers

    @Test
    @Tag("RFC791-6")
    @Tag("RFC1122-3")
    @Tag("RFC1191-10")
    void headersAreRightForEveryLength() {
        headersAreRight(true, 0x4000);
        headersAreRight(false, 0);
    }

    private static void headersAreRight(boolean pathMtuDiscovery, int flagsAndOffset) {
        Board board = new Board(config -> config.tcp.pathMtuDiscovery = pathMtuDiscovery);
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.setNoDelay(connection, true, board.now);
        int last = -1;
        for (int length = 1; length < 100; length++) {
            board.tcp.write(connection, new byte[length], 0, length, board.now);
            board.poll();
            for (byte[] frame : board.mac.takeSent()) {
                byte[] packet = Frames.packet(frame);
                int id = Frames.get16(packet, 4);
                Frames.payload(frame); // verifies the checksums
                assertEquals(flagsAndOffset, Frames.get16(packet, 6), "flags and offset");
                assertEquals(6, packet[9]);
                assertEquals(true, last < 0 || id == (last + 1 & 0xffff));
                last = id;
            }
        }
    }

    @Test
    @Tag("RFC1191-1")
    @Tag("RFC1191-9")
    @Tag("RFC5927-8")
    void aRoutersMessageAboutThePathReachesItsFlow() {
        Board board = new Board();
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.write(connection, new byte[536], 0, 536, board.now);
        board.poll();
        byte[] packet = Frames.packet(board.mac.takeSent().get(0));
        assertEquals(576, Frames.get16(packet, 2), "total length");
        byte[] tooBig = Frames.icmp(3, 4, 500, Arrays.copyOf(packet, 28));
        byte[] frame = Frames.ip().from(Frames.FAR).protocol(1).payload(tooBig).frame();

        byte[] answer = board.answer(frame);
        Frames.payload(answer); // verifies the checksums
        byte[] again = Frames.packet(answer);

        assertEquals(576, Frames.get16(again, 2), "not less than the least we agree to");
        assertEquals(0, Frames.get16(again, 6), "but without DF");
    }

    @Test
    @Tag("RFC1122-9")
    @Tag("MUST-48")
    @Tag("MUST-49")
    void timeToLiveAndDscpOfAConnectionAreItsOwn() {
        Board board = new Board();
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();
        assertEquals(64, Frames.packet(board.mac.takeSent().get(0))[8]);
        board.tcp.setNoDelay(connection, true, board.now);
        board.tcp.setTtl(connection, 7);
        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();
        assertEquals(7, Frames.packet(board.mac.takeSent().get(0))[8]);
        board.tcp.setDscp(connection, 46);

        board.tcp.write(connection, new byte[10], 0, 10, board.now);
        board.poll();

        byte[] frame = board.mac.takeSent().get(0);
        byte[] packet = Frames.packet(frame);
        assertEquals(7, packet[8]);
        assertEquals(46 << 2, packet[1] & 0xff);
        assertEquals(Frames.PEER_MAC, Frames.mac(frame, 0));
    }

    @Test
    @Tag("RFC6864-2")
    void twoConnectionsCountTheirIdentificationsApart() {
        Board board = new Board();
        int listener = board.tcp.listen(PORT, 4);
        int[] ids = new int[2];
        for (int i = 0; i < 2; i++) {
            int connection = new Peer(board, Frames.PEER + i, 4000).open(listener);
            board.tcp.write(connection, new byte[10], 0, 10, board.now);
            board.poll();
            ids[i] = Frames.get16(Frames.packet(board.mac.takeSent().get(0)), 4);
        }
        int distance = ids[1] - ids[0] & 0xffff;
        assertEquals(true, distance > 64 && distance < 65536 - 64, "distance " + distance);
    }

    @Test
    void checksumsTheHardwareFillsAreLeftZero() {
        int caps = EthernetMac.CAP_TX_CSUM_IP4 | EthernetMac.CAP_TX_CSUM_TCP;
        Board board = new Board(config -> {}, mac -> mac.capabilities |= caps);

        byte[] reset = board.answer(Frames.tcp(Frames.PEER, 4000, 9, 1, 0, Frames.SYN));

        assertEquals(0, Frames.get16(reset, 24));
        assertEquals(0, Frames.get16(reset, 50));
        assertEquals(EthernetMac.TX_CSUM_IP4 | EthernetMac.TX_CSUM_TCP, board.mac.lastFlags);
    }

    @Test
    void tcpIsToldWhatTheHardwareVerified() {
        byte[] corrupt = Frames.tcp(Frames.PEER, 4000, 9, 1, 0, Frames.SYN);
        corrupt[50] ^= 1;
        Consumer<TestMac> capable = mac -> mac.capabilities |= EthernetMac.CAP_RX_CSUM_TCP;

        Board trusting = new Board(config -> {}, capable);
        trusting.mac.rxStatus = EthernetMac.RX_CSUM_CHECKED;
        assertEquals(1, trusting.receive(corrupt).size());

        Board careful = new Board(config -> {}, capable);
        assertEquals(0, careful.receive(corrupt, NetCounter.ACCEPT_TCP).size());
        assertEquals(1, careful.tcp.counter(TcpCounter.DROP_CHECKSUM));
    }

    @Test
    void aReassembledSegmentIsVerifiedInSoftwareWhateverTheHardwareSays() {
        byte[] segment = Frames.segment(Frames.PEER, Frames.OWN, 4000, 9, 1, 0, Frames.SYN);
        byte[] text = Arrays.copyOf(segment, 40);
        Board board =
                new Board(config -> {}, mac -> mac.capabilities |= EthernetMac.CAP_RX_CSUM_TCP);
        board.mac.rxStatus = EthernetMac.RX_CSUM_CHECKED;

        board.receive(Frames.ip().fragment(0, true).payload(Arrays.copyOf(text, 24)).frame());
        board.receive(
                Frames.ip().fragment(24, false).payload(new byte[16]).frame(),
                NetCounter.ACCEPT_TCP);

        assertEquals(1, board.tcp.counter(TcpCounter.DROP_CHECKSUM));
    }

    // ---- descriptors and bounds

    @Test
    void withoutADescriptorDebtsStay() {
        Board board = new Board();
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.mac.descriptors = 0;
        board.tcp.write(connection, new byte[100], 0, 100, board.now);
        assertEquals(false, board.stack.poll(board.now));
        assertEquals(0, board.stack.transmit(board.now));

        board.mac.descriptors = 1;

        assertEquals(1, board.stack.transmit(board.now));
        assertEquals(100, Frames.payload(board.mac.takeSent().get(0)).length - 20);
    }

    @Test
    void aReplyWithoutADescriptorIsCountedByTcp() {
        Board board = new Board();
        board.mac.descriptors = 0;

        board.receive(Frames.tcp(Frames.PEER, 4000, 9, 1, 0, Frames.SYN), NetCounter.ACCEPT_TCP);

        assertEquals(1, board.tcp.counter(TcpCounter.REPLY_NO_BUFFER));
        assertEquals(1, board.count(NetCounter.TX_NO_DESCRIPTOR));
    }

    @Test
    void anArpRequestWithoutADescriptorIsMadeLater() {
        Board board = new Board();
        board.mac.descriptors = 0;
        connect(board, Frames.PEER);
        board.mac.descriptors = -1;

        board.poll();

        assertEquals(1, arpRequests(board.mac.takeSent()).size());
    }

    @Test
    void aPollIsBoundedAndSaysThatThereIsMore() {
        Board board = new Board(config -> config.framesPerPoll = 4);
        for (int i = 0; i < 10; i++) {
            board.mac.deliver(Frames.ping(new byte[4]));
        }
        assertEquals(true, board.stack.poll(board.now));
        assertEquals(4, board.mac.takeSent().size());
        assertEquals(true, board.stack.poll(board.now));
        assertEquals(4, board.mac.takeSent().size());
        assertEquals(false, board.stack.poll(board.now));
        assertEquals(2, board.mac.takeSent().size());
    }

    @Test
    void flowsTakeTurnsWithinTheBound() {
        Board board = new Board(config -> config.segmentsPerPoll = 2);
        int listener = board.tcp.listen(PORT, 8);
        int[] connections = new int[5];
        for (int i = 0; i < 5; i++) {
            connections[i] = new Peer(board, Frames.PEER, 4000 + i).open(listener);
        }
        for (int connection : connections) {
            board.tcp.write(connection, new byte[10], 0, 10, board.now);
        }
        assertEquals(true, board.stack.poll(board.now));
        assertEquals(2, board.mac.takeSent().size());
        board.poll();
        assertEquals(3, board.mac.takeSent().size());
    }

    @Test
    @Tag("RFC1122-19")
    void noSegmentIsLongerThanTheLinkTakes() {
        Board board = new Board(config -> config.tcp.mtu = 576, mac -> mac.maxFrame = 590);
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.write(connection, new byte[4000], 0, 4000, board.now);
        board.poll();

        for (byte[] frame : board.mac.takeSent()) {
            assertEquals(true, frame.length <= 590, "length " + frame.length);
        }
    }

    @Test
    @Tag("RFC6864-3")
    void nothingWeSendIsEverFragmented() {
        Board board = new Board(config -> config.tcp.mtu = 576, mac -> mac.maxFrame = 590);
        int connection = new Peer(board, Frames.PEER, 4000).open(board.tcp.listen(PORT, 4));
        board.tcp.write(connection, new byte[4000], 0, 4000, board.now);
        board.mac.deliver(Frames.ping(new byte[1000]));
        board.poll();

        List<byte[]> sent = board.mac.takeSent();
        assertEquals(true, sent.size() > 2, "text and the reply, which is cut");
        for (byte[] frame : sent) {
            assertEquals(0, Frames.get16(frame, 20) & 0x3fff, "MF and fragment offset");
            assertEquals(true, frame.length <= 590, "length " + frame.length);
        }
    }

    @Test
    @Tag("MUST-43")
    void theLocalAddressOfEveryOpenIsThatOfTheStack() {
        Board board = new Board();
        int listener = board.tcp.listen(PORT, 4);
        int passive = new Peer(board, Frames.PEER, 4000).open(listener);
        int active = establish(board);

        assertEquals(Frames.OWN, board.tcp.localAddress(board.tcp.slotOf(passive)));
        assertEquals(Frames.OWN, board.tcp.localAddress(board.tcp.slotOf(active)));
        byte[] syn = Frames.segment(Frames.PEER, Frames.OWN + 1, 4001, PORT, 1, 0, Frames.SYN);
        board.drops(
                Frames.ip().to(Frames.OWN + 1).payload(syn).frame(),
                NetCounter.DROP_IP_DESTINATION);
    }

    @Test
    @Tag("RFC1122-25")
    void tcpIsToldFromWhomAndToWhomASegmentIs() {
        Board board = new Board();
        int listener = board.tcp.listen(PORT, 4);
        int near = new Peer(board, Frames.PEER, 4000).open(listener);
        int far = new Peer(board, Frames.FAR, 4000).open(listener);

        assertEquals(Frames.PEER, board.tcp.remoteAddressOf(near));
        assertEquals(Frames.FAR, board.tcp.remoteAddressOf(far));
        assertEquals(Frames.OWN, board.tcp.localAddress(board.tcp.slotOf(far)));
    }

    @Test
    void timeDoesNotGoBack() {
        Board board = new Board();
        board.poll();
        board.mac.deliver(Frames.arpRequest(Frames.PEER_MAC, Frames.PEER, Frames.OWN));

        board.stack.poll(board.now - 10_000 * Board.MS);

        long deadline = board.neighbour(Frames.PEER).deadlineNs;
        assertEquals(board.now + 60_000 * Board.MS, deadline);
    }

    @Test
    void aMacWithoutInterruptsIsPolledSoon() {
        Board quiet = new Board(config -> config.pollIntervalMs = 3, mac -> mac.capabilities = 0);
        Board signalling = new Board();

        assertEquals(quiet.now + 3 * Board.MS, quiet.stack.pollAgainNs(quiet.now));
        assertEquals(Long.MAX_VALUE, signalling.stack.pollAgainNs(signalling.now));
        connect(signalling, Frames.PEER);
        assertEquals(
                signalling.stack.nextDeadlineNs(), signalling.stack.pollAgainNs(signalling.now));
        assertNotEquals(Long.MAX_VALUE, signalling.stack.nextDeadlineNs());
    }
}
