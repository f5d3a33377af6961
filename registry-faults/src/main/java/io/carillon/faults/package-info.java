/** Faults between an instance and its broker, on purpose. */
@NullMarked
package io.carillon.faults;

import org.jspecify.annotations.NullMarked;
