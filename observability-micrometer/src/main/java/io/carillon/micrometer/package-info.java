/** Metrics: {@link io.carillon.micrometer.CarillonMetrics} for a hub and its way to the broker, {@link io.carillon.micrometer.TransportMetrics} for endpoints. */
@NullMarked
package io.carillon.micrometer;

import org.jspecify.annotations.NullMarked;
