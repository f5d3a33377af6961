/** The gate of {@code transport-jakarta} in a servlet container: {@link io.carillon.jakarta.servlet.GateFilter}. */
@NullMarked
package io.carillon.jakarta.servlet;

import org.jspecify.annotations.NullMarked;
