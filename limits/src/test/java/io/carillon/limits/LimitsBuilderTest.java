package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.jakarta.ConnectionHandler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsBuilderTest {
    private final LimitsBuilder builder = Limits.builder();

    @Test
    void allFaultsAreNamedAtOnce() {
        builder.handshakes(0, -1)
                .connections(0)
                .connectionsPerUser(-5)
                .placeLife(Duration.ofMillis(999))
                .unauthenticated(Duration.ZERO)
                .groupsPerConnection(0)
                .newGroupsPerConnection(0)
                .newGroups(0)
                .messages(1_000_000_001, 1)
                .bytes(1, 0)
                .joinPolicy((member, group) -> JoinPolicy.Decision.allow(), Duration.ofSeconds(31));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("limits: ")
                .hasMessageContainingAll(
                        "handshakes per second is 0, expected 1 to 1000000000",
                        "handshakes at once is -1",
                        "connections is 0, expected 1 to 2147483647",
                        "connectionsPerUser is -5",
                        "placeLife is PT0.999S, expected PT1S to PT1H",
                        "unauthenticated is PT0S",
                        "groupsPerConnection is 0",
                        "newGroupsPerConnection is 0",
                        "newGroups is 0",
                        "messages per second is 1000000001",
                        "bytes at once is 0",
                        "the time of the joinPolicy is PT31S, expected PT0.001S to PT30S");
    }

    @Test
    void whatIsNotSetIsNotLimited() {
        Limits limits = builder.build();
        ConnectionHandler handler = new ConnectionHandler() {};

        assertThat(limits.handler(handler)).isSameAs(handler);
        assertThat(limits.authenticator().authenticate(Handshakes.HEAD).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void everyLimitIsCountedFromTheStartAndASnapshotCannotBeChanged() {
        Limits limits = builder.build();

        assertThat(limits.refusals()).containsOnlyKeys(Limit.values()).containsValue(0L);
        assertThatThrownBy(() -> limits.refusals().put(Limit.BYTES, 1L))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
