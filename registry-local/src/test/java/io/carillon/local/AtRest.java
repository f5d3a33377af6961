package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Health;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What must be true of a {@link Simulation}, of all of it when it has come to rest. */
final class AtRest {
    private final Simulation simulation;
    private final Model model;
    private final MembershipStore store;

    AtRest(Simulation simulation) {
        this.simulation = simulation;
        this.model = simulation.model;
        this.store = simulation.broker.membership();
    }

    void check() {
        for (Node node : simulation.nodes) {
            assertThat(node.calls).as("%s waits for", node).isEmpty();
            assertThat(node.hub).as("%s", node).isNotNull();
            assertThat(node.hub.health()).as("%s", node).isEqualTo(Health.READY).isEqualTo(node.health);
            assertThat(node.told.faults(false)).as("%s has told", node).isEmpty();
        }
        settleWhatIsOpen();
        checkStore();
        checkTold();
        checkMessages();
        checkAllIsHeard();
        checkNothingIsLeft();
    }

    /** Whoever has had no trouble for long is in the store at any time. */
    void checkTheUntroubled() {
        for (Client client : model.clients) {
            Node node = simulation.ownerOf(client.id());
            if (client.state != Client.State.REGISTERED
                    || client.askedToClose
                    || client.leaving
                    || !client.isAnnounced()
                    || node.isTroubled()) {
                continue;
            }
            if (simulation.isBrokerBack()) {
                assertThat(idsBehind(new Target.Everyone())).contains(client.id());
                client.places.forEach((group, place) -> {
                    if (place.isSurelyIn()) {
                        assertThat(idsBehind(new Target.Group(group))).as(group).contains(client.id());
                    }
                });
            }
        }
    }

    private void settleWhatIsOpen() {
        for (Client client : model.clients) {
            client.places.forEach((group, place) -> {
                assertThat(place.isPending()).as("%s %s", client, group).isFalse();
                place.settle(idsBehind(new Target.Group(group)).contains(client.id()));
            });
        }
    }

    private void checkStore() {
        Set<InstanceId> instances =
                simulation.nodes.stream().map(node -> node.hub.instanceId()).collect(Collectors.toSet());
        assertThat(done(store.leases()))
                .as("leases")
                .allMatch(MembershipStore.LeaseState::live)
                .extracting(state -> state.lease().instance())
                .containsExactlyInAnyOrderElementsOf(instances);
        Set<Target> targets = new LinkedHashSet<>(Set.of(new Target.Everyone()));
        Simulation.GROUPS.forEach(group -> targets.add(new Target.Group(group)));
        Simulation.USERS.forEach(user -> targets.add(new Target.User(user)));
        for (Target target : targets) {
            assertThat(idsBehind(target)).as("%s", target).isEqualTo(expectedBehind(target));
            assertThat(done(store.count(target)))
                    .as("count of %s", target)
                    .isEqualTo(expectedBehind(target).size());
        }
        for (Client client : model.clients) {
            Set<String> groups = client.state == Client.State.GONE
                    ? Set.of()
                    : client.places.entrySet().stream()
                            .filter(entry -> entry.getValue().isSurelyIn())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            assertThat(done(store.groups(client.id())))
                    .as("groups of %s", client)
                    .isEqualTo(groups);
        }
    }

    /** What the applications were told of their own last is what is. */
    private void checkTold() {
        for (Client client : model.clients) {
            Node node = simulation.ownerOf(client.id());
            Set<Target> targets = new LinkedHashSet<>(Set.of(new Target.Everyone()));
            Simulation.GROUPS.forEach(group -> targets.add(new Target.Group(group)));
            for (Target target : targets) {
                assertThat(node.told.isHere(client.id(), target))
                        .as("%s was told that %s is behind %s", node, client, target)
                        .isEqualTo(expectedBehind(target).contains(client.id()));
            }
        }
    }

    /** Whatever was accepted has come, or was told to be lost; what waited was sent, or told to be dropped. */
    private void checkMessages() {
        for (Client client : model.clients) {
            for (Sent sent : client.missing()) {
                Node node = simulation.ownerOf(client.id());
                assertThat(sent.result == Sent.Result.ACCEPTED && node.reports.tellOf(sent))
                        .as(
                                "%s has not got %s, at the broker at %s, %s dropped, told was %s",
                                client, sent, sent.atBroker, Bounds.dropped(node.hub), node.reports)
                        .isTrue();
                simulation.lost++;
            }
            client.awaited.clear();
        }
        Set<InstanceId> alive =
                simulation.nodes.stream().map(node -> node.hub.instanceId()).collect(Collectors.toSet());
        assertThat(model.messages.stream()
                        .filter(sent ->
                                sent.result == Sent.Result.QUEUED && !sent.published && alive.contains(sent.publisher)))
                .as("waits for ever")
                .isEmpty();
    }

    /** What the store says is what the hubs do. */
    private void checkAllIsHeard() {
        int before = model.messages.size();
        for (Node node : simulation.nodes) {
            simulation.send(node, Audience.everyone());
            Simulation.GROUPS.forEach(group -> simulation.send(node, Audience.group(group)));
            Simulation.USERS.forEach(user -> simulation.send(node, Audience.user(user)));
        }
        simulation.time.advance(Duration.ofSeconds(12));
        model.check();
        for (Client client : model.clients) {
            assertThat(client.missing()).as("%s waits for", client).isEmpty();
        }
        assertThat(model.messages.subList(before, model.messages.size()))
                .allMatch(sent -> sent.result == Sent.Result.ACCEPTED);
    }

    private void checkNothingIsLeft() {
        for (Node node : simulation.nodes) {
            Set<String> needed = new TreeSet<>();
            for (Client client : model.clients) {
                if (client.id().instance().equals(node.hub.instanceId()) && client.state == Client.State.REGISTERED) {
                    client.user().ifPresent(user -> needed.add(new Subject(Subject.Kind.USER, user).toString()));
                    client.places.forEach((group, place) -> {
                        if (place.isSurelyIn()) {
                            needed.add(new Subject(Subject.Kind.GROUP, group).toString());
                        }
                    });
                }
            }
            Instance instance = (Instance) Bounds.field(node.hub, "instance");
            Interests interests = (Interests) Bounds.field(instance, "interests");
            assertThat((Map<?, ?>) Bounds.field(interests, "interests"))
                    .as("interests of %s", node)
                    .hasSize(needed.size());
            needed.add(Subject.EVERYONE.toString());
            needed.add(Commands.inbox(node.hub.instanceId()).toString());
            assertThat(node.atBroker.subscribed().stream()
                            .map(Subject::toString)
                            .sorted()
                            .toList())
                    .as("subscriptions of %s", node)
                    .isEqualTo(List.copyOf(needed));
            assertThat(node.calls).as("%s waits for", node).isEmpty();
            assertThat((Collection<?>) Bounds.field(instance.callers, "pending"))
                    .as("pending")
                    .isEmpty();
            assertThat((Map<?, ?>) Bounds.field(Bounds.field(instance, "streams"), "streams"))
                    .as("streams")
                    .isEmpty();
            Object reconciliation = Bounds.field(instance, "reconciliation");
            assertThat((Collection<?>) Bounds.field(reconciliation, "doubted"))
                    .as("doubted")
                    .isEmpty();
            assertThat((Map<?, ?>) Bounds.field(instance.registrations, "leaving"))
                    .as("leaving")
                    .isEmpty();
        }
    }

    private Set<ConnectionId> expectedBehind(Target target) {
        return model.clients.stream()
                .filter(client -> client.state == Client.State.REGISTERED && client.mayBeBehind(target))
                .map(Client::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<ConnectionId> idsBehind(Target target) {
        return done(store.members(target, Page.Request.first(Page.Request.MAX_SIZE))).items().stream()
                .map(Member::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
