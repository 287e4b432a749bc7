/** The links: what their options say, their parts, and whole connections through them. */
package org.tcplite.sim.link;
