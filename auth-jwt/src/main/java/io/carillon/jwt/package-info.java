/**
 * JSON Web Tokens at the handshake, and for the life of a connection: {@link io.carillon.jwt.JwtAuthenticator}.
 *
 * <p>The way of a token by file: {@code Credentials} (where it stands) → {@code JwtAuthenticator} → {@code JwtVerifier} (what it must
 * be), with a {@code KeySet} for the keys; or {@code Tickets} for what was issued before.
 */
@NullMarked
package io.carillon.jwt;

import org.jspecify.annotations.NullMarked;
