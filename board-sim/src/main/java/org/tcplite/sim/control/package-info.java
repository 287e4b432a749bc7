/**
 * Test control: a board whose sockets, frames and clock belong to a tester outside the process, by
 * the Stack Test Control Protocol (STCP), version 1. No thread, no sleep and no clock of the system
 * below the server: time is what the requests say.
 */
package org.tcplite.sim.control;
