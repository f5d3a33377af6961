/**
 * What an application sees: the {@link io.carillon.ConnectionRegistry}, its values and its errors.
 *
 * <p>Everything here is immutable and may be shared between threads, unless it says otherwise.
 */
@NullMarked
package io.carillon;

import org.jspecify.annotations.NullMarked;
