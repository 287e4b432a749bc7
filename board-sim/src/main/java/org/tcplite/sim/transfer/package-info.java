/**
 * A bulk transfer: what goes over the connection and how it is judged, two boards on a wire in
 * virtual time, and what is told of it: figures, a time-sequence plot, JSON.
 */
package org.tcplite.sim.transfer;
