/**
 * The board against a real peer: the TCP of a Linux kernel, over a TAP device in a network
 * namespace of the test's own. All tests here are tagged {@code tap}.
 */
package org.tcplite.sim.peer;
