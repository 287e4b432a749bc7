/** Clocks, entropy and idling of a simulated board, in real and in virtual time. */
package org.tcplite.sim.time;
