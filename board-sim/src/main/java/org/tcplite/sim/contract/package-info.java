/** The driver contract on this desktop: its two sides on links, and drivers that break it. */
package org.tcplite.sim.contract;
