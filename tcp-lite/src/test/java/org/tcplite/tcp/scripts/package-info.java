/**
 * The core against the texts: each method is a script written from the RFC's clause, not from the
 * code. What the notation means stands with {@link org.tcplite.script}.
 */
package org.tcplite.tcp.scripts;
