package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.limits.JoinPolicy.Decision;
import io.carillon.limits.Limit;
import io.carillon.limits.Limits;
import io.carillon.local.InMemoryBackplane;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every limit, on a real container: one for all tests. Two of its endpoints are instances of one cluster. */
@Tag("container")
class LimitedEndpointTest {
    private static final InMemoryBackplane BACKPLANE = InMemoryBackplane.create();
    private static final TestContainer CONTAINER = TestContainer.load();
    private static final Duration UNAUTHENTICATED = Duration.ofSeconds(7);

    private static final Doors RATE =
            new Doors("/ws/rate", BACKPLANE, Limits.builder().handshakes(1, 2), true);
    private static final Doors FULL =
            new Doors("/ws/full", BACKPLANE, Limits.builder().connections(1), false);
    private static final Doors HERE =
            new Doors("/ws/here", BACKPLANE, Limits.builder().connectionsPerUser(2), false);
    private static final Doors THERE =
            new Doors("/ws/there", BACKPLANE, Limits.builder().connectionsPerUser(2), false);
    private static final Doors FLOOD =
            new Doors("/ws/flood", BACKPLANE, Limits.builder().messages(1, 3).bytes(1, 100), true);
    private static final Doors GROUPS = new Doors(
            "/ws/groups",
            BACKPLANE,
            Limits.builder()
                    .groupsPerConnection(2)
                    .newGroupsPerConnection(3)
                    .newGroups(4)
                    .joinPolicy((member, group) ->
                            group.equals("secret") ? Decision.refuse("members only") : Decision.allow()),
            false);
    private static final Doors NOBODY =
            new Doors("/ws/nobody", BACKPLANE, Limits.builder().unauthenticated(UNAUTHENTICATED), true);
    private static final List<Doors> ALL = List.of(RATE, FULL, HERE, THERE, FLOOD, GROUPS, NOBODY);

    @BeforeAll
    static void start() throws Exception {
        CONTAINER.start(ALL.stream().map(doors -> doors.deploy(CONTAINER)).toList(), List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        CONTAINER.stop();
        ALL.forEach(Doors::close);
        BACKPLANE.close();
    }

    @AfterEach
    void empty() {
        ALL.forEach(Doors::empty);
    }

    /** A client knows of its upgrade before the server opens its connection; the next test must not meet that. */
    private static Client connect(Doors doors, String query) {
        int before = doors.opened.get();
        Client client = Client.connect(URI.create("ws://localhost:" + CONTAINER.port() + doors.path + query));
        await().until(() -> doors.opened.get() > before);
        return client;
    }

    private static int status(RawClient client, Doors doors, String query) throws IOException {
        return client.handshake(doors.path + query, "Host: localhost:" + CONTAINER.port());
    }

    private static void isRefused(Doors doors, String query, int status, String retryAfter) throws IOException {
        try (RawClient client = new RawClient(CONTAINER.port())) {
            assertThat(status(client, doors, query)).isEqualTo(status);
            assertThat(client.header("Retry-After")).isEqualTo(retryAfter);
            assertThat(client.header("Sec-WebSocket-Accept")).isEmpty();
        }
    }

    private static long refused(Doors doors, Limit limit) {
        return doors.limits.refusals().get(limit);
    }

    @Test
    void oneHandshakeTooManyGets503AndComesBackLater() throws Exception {
        connect(RATE, "");
        connect(RATE, "");
        long before = refused(RATE, Limit.HANDSHAKES);

        isRefused(RATE, "", 503, "1");

        assertThat(refused(RATE, Limit.HANDSHAKES)).isEqualTo(before + 1);
        RATE.time.advance(Duration.ofSeconds(1));
        connect(RATE, "");
        await().until(() -> RATE.connections.size() == 3);
    }

    @Test
    void aFullInstanceRefusesWith503UntilAConnectionHasClosed() throws Exception {
        Client ada = connect(FULL, "?user=ada");
        await().until(() -> FULL.connections.size() == 1);

        isRefused(FULL, "?user=bob", 503, "10");

        ada.close(1000);
        await().until(() -> FULL.limits.connections() == 0);
        connect(FULL, "?user=bob");
        await().until(() -> FULL.connections.size() == 2);
    }

    @Test
    void thePlaceOfAConnectionThatIsCutIsFreeAgain() throws Exception {
        try (RawClient ada = new RawClient(CONTAINER.port())) {
            assertThat(status(ada, FULL, "?user=ada")).isEqualTo(101);
            await().until(() -> FULL.connections.size() == 1);
            ada.reset();
        }

        await().until(() -> FULL.limits.connections() == 0);
        connect(FULL, "?user=bob");
    }

    @Test
    void whoIsNotRecognisedTakesNoPlace() throws Exception {
        for (int i = 0; i < 3; i++) {
            isRefused(FULL, "", 401, "");
        }

        connect(FULL, "?user=ada");
    }

    @Test
    void thePlaceOfAHandshakeWithoutAConnectionIsFreeAfterAWhile() throws Exception {
        try (RawClient ada = new RawClient(CONTAINER.port())) {
            assertThat(status(ada, FULL, "?user=ada&fail=1")).isEqualTo(101);
            assertThat(ada.readCloseCode()).isEqualTo(1011);
        }
        isRefused(FULL, "?user=bob", 503, "10");
        long before = refused(FULL, Limit.ARRIVAL);

        FULL.time.advance(Limits.ARRIVAL);

        assertThat(refused(FULL, Limit.ARRIVAL)).isEqualTo(before + 1);
        connect(FULL, "?user=bob");
    }

    @Test
    void aUserMayHaveSoManyConnectionsWhereverTheyAre() throws Exception {
        Client first = connect(HERE, "?user=ada");
        connect(THERE, "?user=ada");
        long before = refused(HERE, Limit.USER_CONNECTIONS) + refused(THERE, Limit.USER_CONNECTIONS);

        isRefused(HERE, "?user=ada", 429, "");
        isRefused(THERE, "?user=ada", 429, "");

        assertThat(refused(HERE, Limit.USER_CONNECTIONS) + refused(THERE, Limit.USER_CONNECTIONS))
                .isEqualTo(before + 2);
        connect(THERE, "?user=bob");
        first.close(1000);
        await().until(() -> HERE.limits.connections() == 0);
        connect(THERE, "?user=ada");
    }

    @Test
    void whoSendsTooManyMessagesIsClosedAndNobodyElse() throws Exception {
        Client loud = connect(FLOOD, "");
        Client quiet = connect(FLOOD, "");
        for (int i = 0; i < 3; i++) {
            loud.send("" + i);
        }
        await().until(() -> loud.texts.size() == 3);

        loud.send("too many");

        assertThat(loud.awaitCloseCode()).isEqualTo(4012);
        await().until(() -> FLOOD.codes.equals(List.of(4012)));
        quiet.send("still here");
        assertThat(quiet.awaitText()).isEqualTo("still here");
        assertThat(loud.texts).containsExactly("0", "1", "2");
    }

    @Test
    void whoSendsTooManyBytesIsClosedAndNobodyElse() throws Exception {
        Client loud = connect(FLOOD, "");
        Client quiet = connect(FLOOD, "");
        String text = "é".repeat(50);
        loud.send(text);
        assertThat(loud.awaitText()).isEqualTo(text);

        loud.send(new byte[1]);

        assertThat(loud.awaitCloseCode()).isEqualTo(4013);
        quiet.send("still here");
        assertThat(quiet.awaitText()).isEqualTo("still here");
    }

    @Test
    void aFloodIsNotHandedOn() throws Exception {
        try (RawClient loud = new RawClient(CONTAINER.port())) {
            assertThat(status(loud, FLOOD, "")).isEqualTo(101);
            for (int i = 0; i < 1_000; i++) {
                loud.tryFrame(new byte[] {'x'});
            }
            assertThat(loud.readCloseCode()).isIn(4012, -1);
        }
        await().until(() -> FLOOD.codes.size() == 1);
        assertThat(FLOOD.codes).containsExactly(4012);
    }

    @Test
    void aConnectionJoinsNoMoreGroupsThanItMayAndHearsWhyNot() throws Exception {
        Client ada = connect(GROUPS, "?user=ada");
        Stream.of("join a", "join b", "join c").forEach(ada::send);

        await().until(() -> ada.texts.size() == 3);

        assertThat(ada.texts)
                .containsExactlyInAnyOrder("join a", "join b", "the connection is in 2 groups, which is the limit");
        assertThat(GROUPS.hub
                        .groups(GROUPS.connections.get(0).id())
                        .toCompletableFuture()
                        .join())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatThePolicyRefusesIsNotJoined() throws Exception {
        Client ada = connect(GROUPS, "?user=ada");

        ada.send("join secret");

        assertThat(ada.awaitText()).isEqualTo("the join policy refuses: members only");
        assertThat(GROUPS.hub.count("secret").toCompletableFuture().join()).isZero();
    }

    @Test
    void whoDoesNotSayInTimeWhoItIsIsClosed() throws Exception {
        Client ada = connect(NOBODY, "");
        Client silent = connect(NOBODY, "");
        ada.send("I am Ada");
        assertThat(ada.awaitText()).isEqualTo("I am Ada");
        await().until(() -> NOBODY.connections.size() == 2);

        NOBODY.time.advance(UNAUTHENTICATED);

        assertThat(silent.awaitCloseCode()).isEqualTo(4015);
        ada.send("still here");
        await().until(() -> ada.texts.contains("still here"));
        assertThat(refused(NOBODY, Limit.UNAUTHENTICATED)).isOne();
    }

    @Test
    void aPlaceWithoutAnUpgradeIsFreeAfterAWhileToo() throws Exception {
        try (RawClient plain = new RawClient(CONTAINER.port())) {
            plain.write(("GET " + FULL.path + "?user=ada HTTP/1.1\r\nHost: localhost:" + CONTAINER.port() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            plain.read();
        }

        FULL.time.advance(Limits.ARRIVAL);

        connect(FULL, "?user=bob");
    }
}
