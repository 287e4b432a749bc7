/**
 * Looking at frames: capture files, traces and ladders, all of them {@link
 * org.tcplite.sim.capture.FrameTap}s. They may allocate; where none is attached, they cost nothing.
 */
package org.tcplite.sim.capture;
