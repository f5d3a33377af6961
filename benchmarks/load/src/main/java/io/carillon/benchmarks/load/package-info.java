/**
 * Whole servers under load. {@link io.carillon.benchmarks.load.LoadMain} starts servers and a client as processes of their
 * own and reads what the servers have cost from the operating system.
 */
@NullMarked
package io.carillon.benchmarks.load;

import org.jspecify.annotations.NullMarked;
