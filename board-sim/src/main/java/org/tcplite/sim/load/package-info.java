/** Connections in great number, opened at times decided beforehand, and how long each took. */
package org.tcplite.sim.load;
