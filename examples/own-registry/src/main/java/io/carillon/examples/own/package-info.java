/** A distributed registry written by hand: {@code OwnRegistry} is the file to read. */
@NullMarked
package io.carillon.examples.own;

import org.jspecify.annotations.NullMarked;
