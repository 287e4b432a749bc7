package org.tcplite.script;

/**
 * A line of a script.
 *
 * @param number from 1
 * @param text as written
 * @param delayNs nanoseconds since the line before
 * @param label the connection's; empty if it has none
 * @param result what stands behind the equals sign, or null
 */
record Line(int number, String text, long delayNs, String label, Event event, String result) {}
