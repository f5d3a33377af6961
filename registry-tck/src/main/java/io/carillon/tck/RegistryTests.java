package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with two registries of one cluster, {@code here} and {@code there}. */
abstract class RegistryTests {
    static final String LOBBY = "lobby";
    static final String KITCHEN = "kitchen";
    private static final String MARKER = "marker ";

    private final AtomicInteger markers = new AtomicInteger();
    RegistryFixture cluster;
    Deadline deadline;
    ConnectionRegistry here;
    ConnectionRegistry there;

    abstract RegistryFixture fixture();

    @BeforeEach
    void openCluster() {
        cluster = fixture();
        deadline = new Deadline(cluster.deadline());
        here = cluster.open();
        there = cluster.open();
    }

    @AfterEach
    void closeCluster() {
        cluster.close();
    }

    /** A connection that is registered, when this returns. */
    final RecordingConnection connect(ConnectionRegistry registry, String user) {
        RecordingConnection connection = RecordingConnection.of(registry.instanceId(), user);
        deadline.done(registry.register(connection));
        return connection;
    }

    /** A connection that is a member of a group, when this returns. */
    final RecordingConnection member(ConnectionRegistry registry, String user, String group) {
        RecordingConnection connection = connect(registry, user);
        deadline.done(registry.join(connection.id(), group));
        return connection;
    }

    final void send(ConnectionRegistry from, Audience audience, String text) {
        deadline.done(from.send(audience, Message.text(text)));
    }

    /** Waits until what was sent from here to this audience before has reached the witness, who is behind it. */
    final void flush(ConnectionRegistry from, Audience audience, RecordingConnection witness) {
        String marker = MARKER + markers.incrementAndGet();
        send(from, audience, marker);
        deadline.until(() -> assertThat(witness.texts()).contains(marker));
    }

    /** Waits for these, and holds that the connection, which is registered, has got them once, in this order, and no others. */
    final void gets(RecordingConnection connection, String... expected) {
        deadline.until(() -> assertThat(contents(connection)).hasSizeGreaterThanOrEqualTo(expected.length));
        flush(here, Audience.connection(connection.id()), connection);
        has(connection, expected);
    }

    /** Holds that the connection has got these and no others. */
    final void has(RecordingConnection connection, String... expected) {
        assertThat(contents(connection)).containsExactly(expected);
    }

    /** Holds that both registries show exactly these behind a target. */
    final void behind(Target target, RecordingConnection... expected) {
        ConnectionId[] ids =
                List.of(expected).stream().map(RecordingConnection::id).toArray(ConnectionId[]::new);
        for (ConnectionRegistry asked : List.of(here, there)) {
            assertThat(members(asked, target, 1_000)).extracting(Member::id).containsExactlyInAnyOrder(ids);
            assertThat(deadline.done(asked.count(target)))
                    .as("count of %s", target)
                    .isEqualTo(ids.length);
        }
    }

    /** The whole answer, page by page. */
    final List<Member> members(ConnectionRegistry asked, Target target, int pageSize) {
        return Pages.all(deadline, pageSize, page -> asked.members(target, page));
    }

    static Target group(String name) {
        return new Target.Group(name);
    }

    static Target user(String name) {
        return new Target.User(name);
    }

    private static List<String> contents(RecordingConnection connection) {
        return connection.texts().stream()
                .filter(text -> !text.startsWith(MARKER))
                .toList();
    }
}
