/** Whole-product tests: each holds one promise of the project from end to end. */
package org.tcplite.sim.acceptance;
