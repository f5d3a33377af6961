package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.CloseReason;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, on a real container. Whoever does not has run no code and is in no registry. */
class HandshakeTest extends ContainerTest {

    private void start(OriginPolicy policy) throws Exception {
        start(TransportOptions.builder().originPolicy(policy));
    }

    /** The HTTP status; the JDK's client waits for the end of a refusal that has none. */
    private int status(String origin) throws Exception {
        try (RawClient client = new RawClient(port())) {
            return client.handshake("/ws/lobby", "Host: localhost:" + port(), "Origin: " + origin);
        }
    }

    private void nothingHappened() {
        assertThat(application.calls).isEmpty();
        assertThat(application.registry.registered).isEmpty();
    }

    @Test
    void aClientThatIsNoBrowserIsLetIn() throws Exception {
        start(OriginPolicy.sameOrigin());
        connect();

        assertThat(application.connection()).isNotNull();
    }

    @Test
    void aPageOfTheSameOriginIsLetIn() throws Exception {
        start(OriginPolicy.sameOrigin());
        connect("Origin", "http://localhost:" + port());

        assertThat(application.connection()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost.evil.example",
                "http://localhost",
                "http://localhost:1",
                "https://localhost"
            })
    void aForeignPageIsRefusedBeforeAnythingHappens(String origin) throws Exception {
        start(OriginPolicy.sameOrigin());

        assertThat(refusal("/ws/lobby", "Host: localhost:" + port(), "Origin: " + origin))
                .isEqualTo(forForeignPages());
        nothingHappened();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "localhost", "http://localhost:1@evil", "http://localhost/"})
    void whatIsNoOriginIsRefusedWithAStatus(String origin) throws Exception {
        start(OriginPolicy.sameOrigin());

        assertThat(status(origin)).isEqualTo(container().statusOfRefusedOrigin());
        nothingHappened();
    }

    @Test
    void anAllowListLetsInTheListedAndRefusesOthersWithAStatus() throws Exception {
        start(OriginPolicy.allow("https://chat.example.com"));

        assertThat(status("http://localhost:" + port())).isEqualTo(container().statusOfRefusedOrigin());
        nothingHappened();
        connect("Origin", "https://chat.example.com");
        assertThat(application.connection()).isNotNull();
    }

    @Test
    void aRefusalHasAnEnd() throws Exception {
        start(OriginPolicy.sameOrigin());
        HttpClient http = HttpClient.newHttpClient();
        CompletableFuture<WebSocket> opening = http.newWebSocketBuilder()
                .header("Origin", "http://evil.example")
                .buildAsync(uri("/ws/lobby"), new WebSocket.Listener() {});

        await().until(opening::isDone);

        assertThat(opening.isCompletedExceptionally()).isEqualTo(container().hasItsGateInside());
        nothingHappened();
    }

    @Test
    void aRefusalByAnAllowListHasAnEndToo() throws Exception {
        start(OriginPolicy.allow("https://chat.example.com"));
        CompletableFuture<WebSocket> opening = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "http://evil.example")
                .buildAsync(uri("/ws/lobby"), new WebSocket.Listener() {});

        await().until(opening::isDone);

        assertThat(opening).isCompletedExceptionally();
        nothingHappened();
    }

    @Test
    void twoOriginsAreRefused() throws Exception {
        start(OriginPolicy.sameOrigin());
        try (RawClient client = new RawClient(port())) {
            int status = client.handshake(
                    "/ws/lobby", "Host: localhost", "Origin: http://localhost", "Origin: http://evil.example");

            assertThat(status == 403 || client.readCloseCode() == 1008).isTrue();
        }
        nothingHappened();
    }

    @Test
    void headerNamesAreFoundInAnyCase() throws Exception {
        start(OriginPolicy.sameOrigin());
        assertThat(refusal("/ws/lobby", "hOST: a.example", "oRIGIN: http://b.example"))
                .isEqualTo(forForeignPages());
        nothingHappened();
    }

    @Test
    void theVerdictOnOneConnectionNeverDecidesOnAnother() throws Exception {
        start(OriginPolicy.sameOrigin());
        String own = "http://localhost:" + port();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> foreign = new ArrayList<>();
            List<Future<String>> same = new ArrayList<>();
            application.received = JakartaConnection::offer;
            Callable<Integer> comesFromElsewhere =
                    () -> refusal("/ws/lobby", "Host: localhost:" + port(), "Origin: http://evil.example");
            Callable<String> comesFromHere = () -> {
                Client client = connect("Origin", own);
                client.send("echo");
                return client.awaitText();
            };
            for (int i = 0; i < 150; i++) {
                foreign.add(pool.submit(comesFromElsewhere));
                same.add(pool.submit(comesFromHere));
            }
            for (int i = 0; i < 150; i++) {
                assertThat(foreign.get(i).get()).isEqualTo(forForeignPages());
                assertThat(same.get(i).get()).isEqualTo("echo");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(application.registry.registered).hasSize(150);
    }

    @Test
    void aUserThatTheApplicationRefusesIsClosedWithItsPhraseAndNotRegistered() throws Exception {
        application.user = session -> {
            throw new HandshakeRefusedException("no such user");
        };
        start(OriginPolicy.sameOrigin());

        assertThat(connect().awaitCloseCode()).isEqualTo(1008);
        assertThat(application.calls).containsExactly("user");
        assertThat(application.registry.registered).isEmpty();
    }

    @Test
    void aUserMayBeRefusedWithACodeOfTheApplicationsOwn() throws Exception {
        application.user = session -> {
            throw new HandshakeRefusedException(new CloseReason(4401, "log in first"));
        };
        start(OriginPolicy.sameOrigin());

        assertThat(connect().awaitCloseCode()).isEqualTo(4401);
    }

    @Test
    void aUserNameThatIsNoNameIsClosedWithPolicyViolationAndNotRegistered() throws Exception {
        application.user = session -> Optional.of("x".repeat(257));
        start(OriginPolicy.sameOrigin());

        assertThat(connect().awaitCloseCode()).isEqualTo(1008);
        assertThat(application.registry.registered).isEmpty();
    }

    @Test
    void anExceptionWhileAskingForTheUserIsClosedWithInternalErrorAndNotRegistered() throws Exception {
        application.user = session -> {
            throw new IllegalStateException("on purpose");
        };
        start(OriginPolicy.sameOrigin());

        assertThat(connect().awaitCloseCode()).isEqualTo(1011);
        assertThat(application.registry.registered).isEmpty();
    }

    @Test
    void anEndpointThatIsDeployedWithoutTheConfiguratorRefusesEverybody() throws Exception {
        start(ServerEndpointConfig.Builder.create(Unguarded.class, "/ws/lobby").build());

        assertThat(connect().awaitCloseCode()).isEqualTo(1008);
        assertThat(Unguarded.ASKED).isEmpty();
    }

    /** Public, with a public constructor, as a container wants it. */
    public static final class Unguarded extends RegistryEndpoint {
        private static final List<Session> ASKED = new CopyOnWriteArrayList<>();

        public Unguarded() {
            super(new StubRegistry());
        }

        @Override
        protected Optional<String> user(Session session) {
            ASKED.add(session);
            return Optional.empty();
        }
    }
}
