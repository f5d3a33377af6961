/**
 * One instance of the cluster: {@link io.carillon.local.Hub}. The way of a message can be read from the file names:
 * {@code Hub} → {@code Publisher} → {@code Envelope} → {@code Streams} → the backplane's publish; and back from there: {@code Interests} → {@code Lanes} →
 * {@code LocalFanOut} → {@link io.carillon.spi.Connection#offer}.
 */
@NullMarked
package io.carillon.local;

import org.jspecify.annotations.NullMarked;
