/** What {@code transport-jakarta} needs on Jetty: {@link io.carillon.jakarta.jetty.GateHandler}, and a way to end a TCP connection. */
@NullMarked
package io.carillon.jakarta.jetty;

import org.jspecify.annotations.NullMarked;
