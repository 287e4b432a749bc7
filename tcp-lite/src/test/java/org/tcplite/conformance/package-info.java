/**
 * Which test shows which requirement: the list of requirements, joined with the tags of the tests
 * and with the seeded bugs they notice, is {@code docs/conformance.md}.
 */
package org.tcplite.conformance;
