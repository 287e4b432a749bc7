/**
 * Our stack beside others and beside the floor, in one interleaved run: every measurement is a
 * process of its own, every case has its turn once a round.
 */
package org.tcplite.bench.compare;
