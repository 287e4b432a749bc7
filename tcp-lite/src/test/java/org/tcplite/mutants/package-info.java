/**
 * Seeded bugs: each file of {@code src/test/mutants} is a patch of the main sources that makes a
 * mistake other stacks have made. The tests of the requirements it breaks have to notice.
 */
package org.tcplite.mutants;
