package io.carillon.spi;

/**
 * What a broker can do beyond what every backplane must. A backplane declares what holds always and on every instance, and
 * nothing that holds most of the time.
 */
public enum Capability {
    /**
     * All subscribers of a subject see the messages of all its publishers in one order. Not of a cluster of brokers where two
     * publishers may be connected to two servers.
     */
    TOTAL_ORDER
}
