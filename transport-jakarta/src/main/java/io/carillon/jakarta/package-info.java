/**
 * Jakarta WebSocket endpoints over any {@link io.carillon.ConnectionRegistry}. An application extends
 * {@link io.carillon.jakarta.RegistryEndpoint} and writes only what is its own.
 *
 * <p>The data path by file: {@code RegistryConfigurator} (handshake) → {@code RegistryEndpoint} → {@code Lifecycle}, with
 * {@code TextParts} and {@code BinaryParts} for what comes in, and {@code JakartaConnection} → {@code Outbox} for what goes
 * out.
 */
@NullMarked
package io.carillon.jakarta;

import org.jspecify.annotations.NullMarked;
