package io.carillon.spi;

import io.carillon.InstanceId;

/**
 * The expiring proof that an instance lives. An instance that has lost its lease takes a new one with a higher epoch; what
 * it wrote under the old epoch is dead from the moment of the loss, whoever looks and however late it was written.
 *
 * @param instance whose it is
 * @param epoch which of the instance's leases this is, counted up by the store and never given out twice to one instance
 */
public record Lease(InstanceId instance, long epoch) {}
