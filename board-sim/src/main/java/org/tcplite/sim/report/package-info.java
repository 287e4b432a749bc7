/** Reports of commands as files: pages with plots that need nothing but themselves, and JSON. */
package org.tcplite.sim.report;
