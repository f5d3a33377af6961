package io.carillon.limits;

import io.carillon.ConnectionRegistry;
import io.carillon.faults.FaultyBackplane;
import io.carillon.limits.JoinPolicy.Decision;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.ConnectionRegistryContract;
import io.carillon.tck.RegistryFixture;
import java.util.HashMap;
import java.util.Map;

/** Within its limits, it is a registry like any other. */
class LimitedRegistryContractTest extends ConnectionRegistryContract {
    @Override
    protected RegistryFixture registries() {
        return new Cluster();
    }

    private static final class Cluster implements RegistryFixture {
        private final InMemoryBackplane backplane = InMemoryBackplane.create();
        private final Map<ConnectionRegistry, FaultyBackplane> links = new HashMap<>();
        private final Map<ConnectionRegistry, Hub> hubs = new HashMap<>();

        @Override
        public ConnectionRegistry open() {
            FaultyBackplane link = FaultyBackplane.over(backplane);
            Limits limits = Limits.builder()
                    .backplane(link)
                    .connections(10_000)
                    .connectionsPerUser(10_000)
                    .groupsPerConnection(10_000)
                    .newGroupsPerConnection(10_000)
                    .newGroups(10_000)
                    .joinPolicy((member, group) -> Decision.allow())
                    .build();
            Hub hub = Hub.builder()
                    .backplane(link)
                    .listener(limits.listener())
                    .start()
                    .toCompletableFuture()
                    .join();
            ConnectionRegistry registry = limits.registry(hub);
            links.put(registry, link);
            hubs.put(registry, hub);
            return registry;
        }

        @Override
        public void kill(ConnectionRegistry registry) {
            links.get(registry).cut();
            backplane.expire(registry.instanceId());
        }

        @Override
        public void close() {
            links.values().forEach(FaultyBackplane::close);
            hubs.values().forEach(Hub::close);
            backplane.close();
        }
    }
}
