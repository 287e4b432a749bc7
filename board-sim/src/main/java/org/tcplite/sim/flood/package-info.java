/**
 * A SYN flood in virtual time: one board with a processor of finite speed and a receive ring of
 * finite depth, attackers, honest clients and bulk transfers behind a router, and what becomes of
 * them with each defence of the board.
 */
package org.tcplite.sim.flood;
