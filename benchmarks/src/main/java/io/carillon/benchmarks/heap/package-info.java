/** What an idle connection holds in memory. */
@NullMarked
package io.carillon.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
