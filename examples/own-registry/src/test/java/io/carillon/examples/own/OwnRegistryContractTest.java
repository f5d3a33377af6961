package io.carillon.examples.own;

import io.carillon.tck.ConnectionRegistryContract;
import io.carillon.tck.RegistryFixture;

/** What every registry is held to. */
class OwnRegistryContractTest extends ConnectionRegistryContract {
    @Override
    protected RegistryFixture registries() {
        return new OwnCluster();
    }
}
