/** The desktop's {@link org.tcplite.tcp.Octets}: per-octet work in machine words. */
package org.tcplite.sim.octets;
