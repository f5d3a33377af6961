package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.ConnectionRegistryContract;
import io.carillon.tck.RegistryFixture;
import java.util.HashMap;
import java.util.Map;

class ObservedRegistryContractTest extends ConnectionRegistryContract {
    @Override
    protected RegistryFixture registries() {
        return new Hubs();
    }

    private static final class Hubs implements RegistryFixture {
        private final InMemoryBackplane broker = InMemoryBackplane.create();
        private final Map<ConnectionRegistry, Hub> hubs = new HashMap<>();
        private final Map<ConnectionRegistry, FaultyBackplane> links = new HashMap<>();

        @Override
        public ConnectionRegistry open() {
            FaultyBackplane link = FaultyBackplane.over(broker);
            Hub hub = World.done(Hub.builder().backplane(link).start());
            ConnectionRegistry seen = new CarillonMetrics().observe(hub);
            hubs.put(seen, hub);
            links.put(seen, link);
            return seen;
        }

        @Override
        public void kill(ConnectionRegistry registry) {
            links.get(registry).cut();
            broker.expire(registry.instanceId());
        }

        @Override
        public void close() {
            links.values().forEach(FaultyBackplane::restore);
            hubs.values().forEach(Hub::close);
            broker.close();
        }
    }
}
