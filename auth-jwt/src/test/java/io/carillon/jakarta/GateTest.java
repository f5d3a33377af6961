package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.jwt.BadTokens;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.LaterValues;
import io.carillon.jwt.Revocations;
import io.carillon.jwt.Tickets;
import io.carillon.jwt.Tokens;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.ClusterValues;
import io.carillon.spi.Connection;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who comes through the gate, on a real container: one for all tests, with a guarded endpoint, one whose gate was forgotten, and an open one.
 */
@Tag("container")
class GateTest {
    private static final Application APPLICATION = new Application();
    private static final InMemoryBackplane BACKPLANE = InMemoryBackplane.create();
    private static final ClusterValues STORE =
            new LaterValues(BACKPLANE.values().orElseThrow());
    private static final Tickets TICKETS = new Tickets(STORE);
    /** What another instance has of the same cluster. */
    private static final Tickets OTHER_INSTANCE = new Tickets(STORE);

    private static final List<Closed> CLOSED = new CopyOnWriteArrayList<>();
    private static final Duration SHORT_LIFE = Duration.ofSeconds(6);
    /** A token's end is looked for twice a second; beside other builds it may take longer, without {@code -Dcarillon.long=true}. */
    private static final Duration PATIENCE = Duration.ofSeconds(Boolean.getBoolean("carillon.long") ? 1 : 20);

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);
    private static final Revocations REVOCATIONS = Revocations.start(BACKPLANE, APPLICATION.registry)
            .toCompletableFuture()
            .join();
    private static final JwtAuthenticator AUTHENTICATOR = Tokens.strict()
            .tickets(TICKETS)
            .revocations(REVOCATIONS)
            .tokenParameter("access_token")
            .build();
    private static final TestContainer CONTAINER = TestContainer.load();

    @BeforeAll
    static void start() throws Exception {
        TransportOptions.Builder guarded = TransportOptions.builder()
                .authenticator(AUTHENTICATOR)
                .listener(new TransportListener() {
                    @Override
                    public void closed(JakartaConnection connection, int code) {
                        Instant ends = connection
                                .authentication()
                                .flatMap(Authentication::ends)
                                .orElse(Instant.MAX);
                        CLOSED.add(new Closed(code, Instant.now(), ends));
                    }
                });
        TransportOptions.Builder strict =
                TransportOptions.builder().authenticator(Tokens.strict().build());
        CONTAINER.gate(guarded.build(), "/ws/guarded");
        TransportOptions.Builder failing = TransportOptions.builder().authenticator(GateTest::fail);
        CONTAINER.gate(guarded.build(), "/ws/chosen");
        CONTAINER.gate(strict.build(), "/ws/strict");
        CONTAINER.gate(strict.build(), "/ws/elsewhere");
        CONTAINER.gate(failing.build(), "/ws/failing");
        // On Tyrus the gate is inside, and cannot be forgotten.
        CONTAINER.start(
                List.of(
                        APPLICATION.configForAuthenticated("/ws/guarded", guarded),
                        APPLICATION.configForAuthenticated("/ws/strict", strict),
                        APPLICATION.configForAuthenticated("/ws/forgotten", guarded),
                        APPLICATION.configForAuthenticated("/ws/elsewhere", guarded),
                        APPLICATION.configForAuthenticated("/ws/failing", failing),
                        ServerEndpointConfig.Builder.create(RegistryEndpoint.class, "/ws/chosen")
                                .subprotocols(List.of("chat.v1", "chat.v2"))
                                .configurator(APPLICATION
                                        .configForAuthenticated("/ws/chosen", guarded)
                                        .getConfigurator())
                                .build(),
                        APPLICATION.config("/ws/open", TransportOptions.builder())),
                List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        CONTAINER.stop();
        THREADS.shutdownNow();
        BACKPLANE.close();
    }

    /** One container for all: waits for the connections of the test before. */
    @AfterEach
    void forget() {
        if (APPLICATION.registry.registered.isEmpty()) {
            CLOSED.clear();
            return;
        }
        await().until(() -> APPLICATION.registry.registered.size() == APPLICATION.connections.size());
        APPLICATION.connections.forEach(connection -> connection.close(CloseReason.NORMAL));
        await().until(() -> APPLICATION.registry.unregistered.size() == APPLICATION.registry.registered.size());
        APPLICATION.forget();
        CLOSED.clear();
    }

    /**
     * One that the server has closed.
     *
     * @param ends when its token does
     */
    private record Closed(int code, Instant at, Instant ends) {}

    private static CompletionStage<Authentication> fail(HandshakeHead head) {
        return switch (head.parameter("how").get(0)) {
            case "throw" -> throw new IllegalStateException("on purpose");
            case "fail" -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
            default ->
                CompletableFuture.failedFuture(new HandshakeRefusedException(
                        429, Map.of("Retry-After", "7"), new CloseReason(4029, "slow down")));
        };
    }

    private static int status(String pathAndQuery, String... headers) {
        int before = APPLICATION.connections.size();
        try (RawClient client = new RawClient(CONTAINER.port())) {
            int status = client.handshake(
                    pathAndQuery,
                    Stream.concat(Stream.of(host()), Arrays.stream(headers)).toArray(String[]::new));
            if (status == 101) {
                await().until(() -> APPLICATION.connections.size() > before);
            }
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String challenge(String header) throws IOException {
        try (RawClient client = new RawClient(CONTAINER.port())) {
            assertThat(client.handshake("/ws/guarded", host(), header)).isEqualTo(401);
            return client.header("WWW-Authenticate");
        }
    }

    private static String host() {
        return "Host: localhost:" + CONTAINER.port();
    }

    private static URI uri(String pathAndQuery) {
        return URI.create("ws://localhost:" + CONTAINER.port() + pathAndQuery);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static void nothingHappened() {
        assertThat(APPLICATION.calls).isEmpty();
        assertThat(APPLICATION.registry.registered).isEmpty();
    }

    /** One handshake that must not get in. */
    private record Bad(String what, String query, List<String> headers) {
        Bad(String what, String query, String... headers) {
            this(what, query, List.of(headers));
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> bad() throws Exception {
        List<Bad> all = new ArrayList<>();
        BadTokens.all().forEach((what, token) -> all.add(new Bad("header: " + what, "", bearer(token))));
        String good = Tokens.good("mallory");
        all.add(new Bad("nothing", ""));
        all.add(new Bad("another scheme", "", "Authorization: Basic bWFsbG9yeTptYWxsb3J5"));
        all.add(new Bad("a token without its scheme", "", "Authorization: " + good));
        all.add(new Bad("a token in a cookie", "", "Cookie: access_token=" + good));
        all.add(new Bad("a token in another parameter", "?token=" + good));
        all.add(new Bad("two tokens in headers", "", bearer(good), bearer(good)));
        all.add(new Bad("one token in a header, one in the query", "?access_token=" + good, bearer(good)));
        all.add(new Bad("two tokens in the query", "?access_token=" + good + "&access_token=" + good));
        all.add(new Bad("a query that cannot be decoded", "?access_token=%zz"));
        all.add(new Bad("100 KB", "", bearer("x".repeat(100_000))));
        all.add(new Bad(
                "100 KB of subprotocol",
                "",
                "Sec-WebSocket-Protocol: carillon, carillon.bearer." + "x".repeat(100_000)));
        all.add(new Bad("a subprotocol without a token", "", "Sec-WebSocket-Protocol: carillon"));
        all.add(new Bad("a subprotocol with garbage", "", "Sec-WebSocket-Protocol: carillon, carillon.bearer.garbage"));
        all.add(new Bad(
                "a bad token as subprotocol",
                "",
                "Sec-WebSocket-Protocol: carillon, carillon.bearer."
                        + BadTokens.all().get("expired")));
        all.add(new Bad(
                "a bad token in the query", "?access_token=" + BadTokens.all().get("expired")));
        all.add(new Bad("a ticket of nobody", "?ticket=" + "A".repeat(43)));
        all.add(new Bad("a ticket that is too short", "?ticket=A"));
        all.add(new Bad("an empty ticket", "?ticket="));
        all.add(new Bad("a token as ticket", "?ticket=" + good));
        all.add(new Bad("a ticket as token", "?access_token=" + ticket()));
        all.add(new Bad("a ticket that was used here", "?ticket=" + used(TICKETS)));
        all.add(new Bad("a ticket of another instance that was used there", "?ticket=" + used(OTHER_INSTANCE)));
        for (String origin : List.of(
                "http://evil.example",
                "null",
                "http://localhost.evil.example:" + CONTAINER.port(),
                "http://localhost:" + CONTAINER.port() + ".evil.example",
                "http://evil.example/localhost:" + CONTAINER.port(),
                "http://localhost:" + CONTAINER.port() + "@evil.example",
                "http://xlocalhost:" + CONTAINER.port(),
                "http://localhost:" + (CONTAINER.port() + 1),
                "file://",
                "http://localhost:" + CONTAINER.port() + "/",
                "HTTP://EVIL.EXAMPLE")) {
            all.add(new Bad("origin " + origin, "", bearer(good), "Origin: " + origin));
        }
        all.add(new Bad(
                "two origins",
                "",
                bearer(good),
                "Origin: http://localhost:" + CONTAINER.port(),
                "Origin: http://evil.example"));
        await().until(() -> APPLICATION.registry.unregistered.size() == 2);
        APPLICATION.forget();
        assertThat(all).hasSizeGreaterThan(60);
        return all.stream();
    }

    private static String ticket() {
        return TICKETS.issue(Authentication.ofUser("mallory"))
                .toCompletableFuture()
                .join();
    }

    private static String used(Tickets tickets) throws Exception {
        String ticket = tickets.issue(Authentication.ofUser("mallory"))
                .toCompletableFuture()
                .join();
        assertThat(status("/ws/guarded?ticket=" + ticket)).isEqualTo(101);
        return ticket;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadHandshakeGetsAStatusAndNothingHappens(Bad bad) throws Exception {
        List<String> headers = new ArrayList<>(bad.headers);
        headers.add(host());
        try (RawClient client = new RawClient(CONTAINER.port())) {
            int status = client.handshakeOrReset("/ws/guarded" + bad.query, headers.toArray(String[]::new));
            client.tryFrame("mallory was here".getBytes(StandardCharsets.UTF_8));

            boolean origin = bad.what.contains("origin");
            if (bad.what.contains("KB") || bad.what.contains("decoded")) {
                assertThat(status)
                        .as("may be the container's own refusal; 0 for a reset")
                        .isIn(0, 400, 401, 413, 414, 431);
            } else {
                assertThat(status).isEqualTo(origin ? 403 : 401);
                assertThat(client.header("WWW-Authenticate")).startsWith(origin ? "" : "Bearer realm=\"websocket\"");
            }
            assertThat(client.header("Sec-WebSocket-Accept")).isEmpty();
        }
        nothingHappened();
    }

    @Test
    void aTokenInTheHeaderLetsItsUserInWithTheClaimsThatWereListed() throws Exception {
        Client.connect(
                uri("/ws/guarded"),
                "Authorization",
                "bearer " + Tokens.signed(Tokens.of("ada").claim("role", "admin")));

        assertThat(APPLICATION.connection().user()).contains("ada");
        assertThat(APPLICATION.connection().attributes()).isEqualTo(Map.of("role", "admin"));
        assertThat(Authentication.of(APPLICATION.connection().session()))
                .isEqualTo(APPLICATION.connection().authentication());
    }

    @Test
    void aTokenAsSubprotocolLetsItsUserInAndIsNotEchoed() throws Exception {
        Client ada =
                Client.connectWithProtocols(uri("/ws/guarded"), "carillon", "carillon.bearer." + Tokens.good("ada"));

        assertThat(APPLICATION.connection().user()).contains("ada");
        assertThat(ada.subprotocol()).isEqualTo("carillon");
    }

    @Test
    void aSubprotocolOfTheEndpointsOwnComesFirst() throws Exception {
        Client ada = Client.connectWithProtocols(
                uri("/ws/chosen"), "carillon.bearer." + Tokens.good("ada"), "carillon", "chat.v2");

        assertThat(APPLICATION.connection().user()).contains("ada");
        assertThat(ada.subprotocol()).isEqualTo("chat.v2");
    }

    @Test
    void aTokenAsTheOnlySubprotocolIsTakenByNobody() throws Exception {
        try (RawClient client = new RawClient(CONTAINER.port())) {
            int status = client.handshake(
                    "/ws/guarded", host(), "Sec-WebSocket-Protocol: carillon.bearer." + Tokens.good("ada"));

            assertThat(status).isEqualTo(101);
            assertThat(client.header("Sec-WebSocket-Protocol")).isEmpty();
            assertThat(APPLICATION.connection().user()).contains("ada");
        }
    }

    @Test
    void aTicketLetsInOnceWhomItWasIssuedForWhereverItWasIssued() throws Exception {
        Authentication issued = new Authentication(
                Optional.of("ada"),
                Map.of("role", "admin"),
                Optional.of(Instant.now().plusSeconds(60)),
                Optional.of("t-1"));
        String ticket = OTHER_INSTANCE.issue(issued).toCompletableFuture().join();

        Client.connect(uri("/ws/guarded?ticket=" + ticket));

        assertThat(APPLICATION.connection().user()).contains("ada");
        assertThat(APPLICATION.connection().attributes()).isEqualTo(Map.of("role", "admin"));
        assertThat(APPLICATION.connection().authentication().orElseThrow().tokenId())
                .contains("t-1");
    }

    @Test
    void ofManyWhoUseOneTicketAtOnceOneGetsIn() throws Exception {
        String ticket = ticket();
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            statuses.add(CompletableFuture.supplyAsync(() -> status("/ws/guarded?ticket=" + ticket), THREADS));
        }

        assertThat(statuses.stream().map(CompletableFuture::join))
                .containsOnlyOnce(101)
                .containsOnly(101, 401);
    }

    @Test
    void aTokenInTheQueryLetsInOnlyWhereThatWasSwitchedOn() {
        String query = "?access_token=" + Tokens.good("ada");

        assertThat(status("/ws/guarded" + query)).isEqualTo(101);
        assertThat(status("/ws/strict" + query)).isEqualTo(401);
    }

    @Test
    void theAnswerTellsAClientOfAnExpiredTokenToGetANewOneAndOthersNothing() throws Exception {
        assertThat(challenge(bearer(BadTokens.all().get("expired"))))
                .isEqualTo("Bearer realm=\"websocket\", error=\"invalid_token\", error_description=\"expired\"");
        assertThat(challenge(bearer(BadTokens.all().get("another audience"))))
                .isEqualTo("Bearer realm=\"websocket\", error=\"invalid_token\"");
        assertThat(challenge("X-Nothing: 1")).isEqualTo("Bearer realm=\"websocket\"");
    }

    @Test
    void whoHasNoGateInFrontIsRefusedEvenWithAGoodToken() throws Exception {
        String token = Tokens.good("ada");
        if (CONTAINER.hasItsGateInside()) {
            assertThat(status("/ws/forgotten")).isEqualTo(401);
        } else {
            for (String authorization : List.of("Bearer " + token, "Bearer x")) {
                Client client = Client.connect(uri("/ws/forgotten"), "Authorization", authorization);
                assertThat(client.awaitCloseCode()).isEqualTo(1008);
            }
        }
        nothingHappened();
    }

    @Test
    void whatOneGateHasFoundOutOpensNoOtherEndpoint() throws Exception {
        if (!CONTAINER.hasItsGateInside()) {
            Client client = Client.connect(uri("/ws/elsewhere"), "Authorization", "Bearer " + Tokens.good("ada"));
            assertThat(client.awaitCloseCode()).isEqualTo(1008);
        }
        nothingHappened();
    }

    @Test
    void aUserWhoIsRevokedOnAnotherInstanceIsClosedHereAndDoesNotComeBackUntilReinstated() throws Exception {
        Revocations elsewhere = Revocations.start(BACKPLANE, new StubRegistry())
                .toCompletableFuture()
                .join();
        Client eve = Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + Tokens.good("eve"));
        Client ada = Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + Tokens.good("ada"));
        await().until(() -> APPLICATION.connections.size() == 2);

        elsewhere.revokeUser("eve", Duration.ofMinutes(1)).toCompletableFuture().join();

        assertThat(status("/ws/guarded", bearer(Tokens.good("eve")))).isEqualTo(401);
        assertThat(eve.awaitCloseCode()).isEqualTo(4011);
        assertThat(ada.closeCode()).isZero();
        elsewhere.reinstateUser("eve").toCompletableFuture().join();
        assertThat(status("/ws/guarded", bearer(Tokens.good("eve")))).isEqualTo(101);
    }

    @Test
    void aTokenThatIsRevokedClosesWhatCameWithItAndOpensNothing() throws Exception {
        String lost = Tokens.signed(Tokens.of("ada").id("lost"));
        Client thief = Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + lost);
        Client ada = Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + Tokens.good("ada"));
        await().until(() -> APPLICATION.connections.size() == 2);

        REVOCATIONS
                .revokeToken("lost", Duration.ofMinutes(1))
                .toCompletableFuture()
                .join();

        assertThat(status("/ws/guarded", bearer(lost))).isEqualTo(401);
        assertThat(thief.awaitCloseCode()).isEqualTo(4011);
        assertThat(ada.closeCode()).isZero();
    }

    @Test
    void anEndpointWithoutAuthenticatorStaysOpen() throws Exception {
        Client.connect(uri("/ws/open"));

        assertThat(APPLICATION.connection().user()).isEmpty();
        assertThat(APPLICATION.connection().authentication()).isEmpty();
    }

    @Test
    void anAuthenticatorThatFailsLetsInNobodyAndOneThatRefusesSaysHow() throws Exception {
        try (RawClient client = new RawClient(CONTAINER.port())) {
            assertThat(client.handshake("/ws/failing?how=refuse", host())).isEqualTo(429);
            assertThat(client.header("Retry-After")).isEqualTo("7");
        }
        assertThat(status("/ws/failing?how=throw")).isEqualTo(503);
        assertThat(status("/ws/failing?how=fail")).isEqualTo(503);
        nothingHappened();
    }

    @Test
    void aTokensEndIsTheConnectionsEndUnlessItIsRenewed() throws Exception {
        // Each has a token of its own, which has only its own handshake to last for.
        Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + Tokens.good("ada", SHORT_LIFE));
        JakartaConnection renewed = APPLICATION.connection();
        AUTHENTICATOR.renew(renewed, Tokens.good("ada")).toCompletableFuture().join();
        List<Client> end = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            end.add(Client.connect(uri("/ws/guarded"), "Authorization", "Bearer " + Tokens.good("ada", SHORT_LIFE)));
        }
        assertThatThrownBy(() -> AUTHENTICATOR
                        .renew(renewed, Tokens.good("eve"))
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(HandshakeRefusedException.class);

        await().until(() -> CLOSED.size() == 19);

        assertThat(CLOSED).allSatisfy(closed -> {
            assertThat(closed.code()).isEqualTo(4010);
            assertThat(closed.at()).isBetween(closed.ends(), closed.ends().plus(PATIENCE));
        });
        await().until(() ->
                end.stream().filter(client -> client.closeCode() == 4010).count() == 19);
        assertThat(renewed.offer(Message.text("still here"))).isEqualTo(Connection.Offer.ACCEPTED);
    }
}
