/**
 * The stack on Cortex-M3 boards, emulated by QEMU: drivers, clock, sleep, start-up and a firmware
 * with an echo, a discard and an HTTP server. TeaVM's C backend turns these classes and the very
 * class files of {@code tcp-lite} into C.
 *
 * <p>What the Java below asks of C is {@link org.tcplite.cortexm.Machine}, and nothing else. Like
 * the core, nothing here allocates once {@link org.tcplite.cortexm.Firmware} has printed that it is
 * ready.
 */
package org.tcplite.cortexm;
