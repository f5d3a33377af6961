/** One trace for a message's way over all instances: {@link io.carillon.opentelemetry.CarillonTracing}. */
@NullMarked
package io.carillon.opentelemetry;

import org.jspecify.annotations.NullMarked;
