/**
 * What lies beneath TCP: Ethernet, ARP, IPv4 with reassembly, and ICMP, joined to a MAC by one poll
 * loop, {@link org.tcplite.net.NetworkStack}.
 *
 * <p>A received frame is read where the MAC holds it, and moves exactly one of the outcome counters
 * of {@link org.tcplite.net.NetCounter}. Replies that need no state (echo, ARP, resets, SYN-ACKs)
 * are built at once from the frame they answer, or dropped and counted. Segments of connections are
 * pulled from TCP when a descriptor is free and the neighbour is known; no packet is ever queued.
 *
 * <p>All memory is taken by constructors, nothing is thrown after them, and one loop owns it all.
 */
package org.tcplite.net;
