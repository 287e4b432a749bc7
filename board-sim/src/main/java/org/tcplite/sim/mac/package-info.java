/** Simulated Ethernet MACs: what a board drives, and what the wire sees of it. */
package org.tcplite.sim.mac;
