/**
 * The hardware-abstraction layer: what a board gives the stack, and nothing else.
 *
 * <p>A port writes one class for each of {@link org.tcplite.hal.EthernetMac}, {@link
 * org.tcplite.hal.Clock}, {@link org.tcplite.hal.Entropy} and {@link org.tcplite.hal.Idle}, and a
 * {@code main} that joins them. The package needs nothing but {@code java.lang} of CLDC 1.1.
 *
 * <p>Three rules hold for every type here. All calls come from the one thread (or loop) that owns
 * the stack; the single exception is {@link org.tcplite.hal.Wakeup#signal()}. After {@link
 * org.tcplite.hal.EthernetMac#start} nothing blocks, nothing allocates and nothing throws. Failure
 * is a negative number from {@link org.tcplite.hal.HalError} or a counter from {@link
 * org.tcplite.hal.MacCounter}.
 */
package org.tcplite.hal;
