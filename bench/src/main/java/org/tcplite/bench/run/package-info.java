/** {@code bench/run}: JMH with progress, a table in plain words, JSON and a page. */
package org.tcplite.bench.run;
