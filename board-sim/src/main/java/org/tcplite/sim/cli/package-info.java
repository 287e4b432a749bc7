/**
 * The command line {@code board-sim/run}. Results go to standard output, everything else to
 * standard error; a command ends with 0 if it did what was asked, 1 if it ran and failed, 2 if it
 * was used wrongly. An error is one line: what, why, the way out.
 */
package org.tcplite.sim.cli;
