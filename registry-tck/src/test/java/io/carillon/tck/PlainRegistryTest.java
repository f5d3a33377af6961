package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import io.carillon.local.Hub;

/** The contract holds for a registry that has the ten methods and no others of its own. */
class PlainRegistryTest extends ConnectionRegistryContract {
    @Override
    protected RegistryFixture registries() {
        return new HubCluster(new InMemoryFixture()) {
            @Override
            ConnectionRegistry seen(Hub hub) {
                return new ForwardingRegistry(hub);
            }
        };
    }
}
