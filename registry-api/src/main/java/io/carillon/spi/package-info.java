/**
 * What one implements to bring Carillon to another broker ({@link io.carillon.spi.Backplane}) or another WebSocket
 * container ({@link io.carillon.spi.Connection}).
 */
@NullMarked
package io.carillon.spi;

import org.jspecify.annotations.NullMarked;
