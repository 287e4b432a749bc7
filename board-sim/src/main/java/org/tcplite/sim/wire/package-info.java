/** Wires between the MACs of one event loop, and what can go wrong on them. */
package org.tcplite.sim.wire;
