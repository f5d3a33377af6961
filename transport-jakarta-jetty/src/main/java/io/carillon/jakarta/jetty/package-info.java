/** What {@code transport-jakarta} needs on Jetty: {@link io.carillon.jakarta.jetty.GateHandler}. */
@NullMarked
package io.carillon.jakarta.jetty;

import org.jspecify.annotations.NullMarked;
