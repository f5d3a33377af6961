/**
 * What one client, one user, or all of them together may ask of an instance: {@link io.carillon.limits.Limits}.
 *
 * <p>By file: {@code LimitedAuthenticator} (the handshake) → {@code LimitedRegistry} (registration, joins) → {@code LimitedHandler}
 * (messages). A {@code Place} is what a connection holds from its handshake to its end; {@code Joins} and {@code Groups} are what a
 * join goes through.
 */
@NullMarked
package io.carillon.limits;

import org.jspecify.annotations.NullMarked;
