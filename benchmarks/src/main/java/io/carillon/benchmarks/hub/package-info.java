/** What the operations of one hub cost, over the in-memory backplane. */
@NullMarked
package io.carillon.benchmarks.hub;

import org.jspecify.annotations.NullMarked;
