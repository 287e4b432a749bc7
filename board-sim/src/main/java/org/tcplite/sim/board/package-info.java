/**
 * A simulated board: its network stack, its applications, and the event loop that gives each of
 * them, and the wires between boards, a turn. One loop is one thread; several boards may share it.
 */
package org.tcplite.sim.board;
