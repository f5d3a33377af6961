/**
 * Jakarta WebSocket endpoints over any {@link io.carillon.ConnectionRegistry}. An application extends
 * {@link io.carillon.jakarta.RegistryEndpoint}, or binds an endpoint of its own with
 * {@link io.carillon.jakarta.ConnectionBinding}, and writes only what is its own.
 *
 * <p>The data path by file: {@code RegistryConfigurator} (handshake) → {@code RegistryEndpoint} →
 * {@code ConnectionBinding} → {@code Lifecycle}, with
 * {@code TextParts} and {@code BinaryParts} for what comes in, and {@code JakartaConnection} → {@code Outbox}, {@code Backlog}
 * and {@code Frame} for what goes out. {@code Sweep} and {@code Keepalive} look after time.
 */
@NullMarked
package io.carillon.jakarta;

import org.jspecify.annotations.NullMarked;
