/**
 * Benchmarks of the stack (JMH), one class a question. Nothing here is a board: the MACs are rings
 * in memory, time is a counter, one thread does everything, and what is measured is the stack
 * alone.
 */
package org.tcplite.bench;
