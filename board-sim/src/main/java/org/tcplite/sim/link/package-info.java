/**
 * What a simulated board's MAC can be plugged into: the rootless host forward (the default) and the
 * kernel's TAP devices. {@link org.tcplite.sim.link.LinkSpec} reads {@code --link}, {@link
 * org.tcplite.sim.link.Links} opens what it says.
 *
 * <p>A link that cannot be opened says so in one line: what, why, the way out.
 */
package org.tcplite.sim.link;
