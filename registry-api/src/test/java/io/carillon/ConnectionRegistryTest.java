package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a registry gets for nothing when it implements the abstract methods only. */
class ConnectionRegistryTest {
    private static final InstanceId HERE = new InstanceId("here");
    private static final InstanceId THERE = new InstanceId("there");

    private final PagedRegistry registry = new PagedRegistry();

    @Test
    void membersAndCountsAreReadPageByPage() {
        assertThat(registry.members("lobby").toCompletableFuture().join())
                .hasSize(2_500)
                .doesNotHaveDuplicates();
        assertThat(registry.count("lobby").toCompletableFuture().join()).isEqualTo(2_500);
        assertThat(registry.connectionsOf("ada").toCompletableFuture().join()).hasSize(2_500);
    }

    @Test
    void theInstancesAreThoseWithConnectionsAndItself() {
        assertThat(registry.instances().toCompletableFuture().join()).containsExactlyInAnyOrder(HERE, THERE);
    }

    @Test
    void leavingAllLeavesEveryGroup() {
        registry.leaveAll(new ConnectionId(HERE, 1)).toCompletableFuture().join();
        assertThat(registry.left).containsOnlyKeys("lobby", "kitchen");
    }

    @Test
    void localLookUpsUseTheStreamOfConnections() {
        assertThat(registry.localCount()).isEqualTo(1);
        assertThat(registry.connection(new ConnectionId(HERE, 1))).isPresent();
        assertThat(registry.connection(new ConnectionId(HERE, 2))).isEmpty();
    }

    private static final class PagedRegistry implements ConnectionRegistry {
        private final List<Member> everyone = IntStream.range(0, 2_500)
                .mapToObj(i -> new Member(new ConnectionId(THERE, i), Optional.empty()))
                .toList();
        private final Map<String, ConnectionId> left = new ConcurrentHashMap<>();

        @Override
        public InstanceId instanceId() {
            return HERE;
        }

        @Override
        public CompletionStage<Page<Member>> members(Target target, Page.Request page) {
            int from = page.from().equals(Page.Cursor.START)
                    ? 0
                    : Integer.parseInt(page.from().value());
            int to = Math.min(everyone.size(), from + page.size());
            Optional<Page.Cursor> next =
                    to == everyone.size() ? Optional.empty() : Optional.of(new Page.Cursor("" + to));
            return CompletableFuture.completedStage(new Page<>(everyone.subList(from, to), next));
        }

        @Override
        public CompletionStage<Set<String>> groups(ConnectionId id) {
            return CompletableFuture.completedStage(Set.of("lobby", "kitchen"));
        }

        @Override
        public CompletionStage<Void> leave(ConnectionId id, String group) {
            left.put(group, id);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public Stream<Connection> connections() {
            return Stream.of(new Connection() {
                @Override
                public ConnectionId id() {
                    return new ConnectionId(HERE, 1);
                }

                @Override
                public Optional<String> user() {
                    return Optional.empty();
                }

                @Override
                public Offer offer(Message message) {
                    return Offer.CLOSED;
                }

                @Override
                public void close(CloseReason reason) {
                    throw new AssertionError("nobody closes it");
                }
            });
        }

        @Override
        public CompletionStage<JoinResult> register(Connection connection) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<Void> unregister(ConnectionId id) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<JoinResult> join(ConnectionId id, String group) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<SendResult> send(Audience audience, Message message, SendOptions options) {
            throw new AssertionError("not used here");
        }

        @Override
        public CompletionStage<SendResult> disconnect(Audience audience, CloseReason reason) {
            throw new AssertionError("not used here");
        }
    }
}
