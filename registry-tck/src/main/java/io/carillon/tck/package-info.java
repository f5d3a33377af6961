/**
 * The conformance kit. Who brings Carillon to another broker extends {@link io.carillon.tck.BackplaneContract},
 * {@link io.carillon.tck.PubSubSystemContract}, {@link io.carillon.tck.MembershipStoreContract} and
 * {@link io.carillon.tck.ClusterContract}, with one {@link io.carillon.tck.BrokerFixture}; who writes a registry by hand
 * extends {@link io.carillon.tck.ConnectionRegistryContract}.
 *
 * <p>Nothing here is safe for use by several threads, unless it says so.
 */
@NullMarked
package io.carillon.tck;

import org.jspecify.annotations.NullMarked;
