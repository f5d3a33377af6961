package io.carillon.jakarta;

import static org.awaitility.Awaitility.await;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.limits.Limits;
import io.carillon.limits.LimitsBuilder;
import io.carillon.limits.ManualTime;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance with limits and an endpoint, as an application has it; its clock moves when it is told to. */
final class Doors implements AutoCloseable {
    /** Takes everybody at their word, and nobody who says nothing. */
    private static final HandshakeAuthenticator TRUSTING =
            head -> head.parameter("user").isEmpty()
                    ? CompletableFuture.failedFuture(HandshakeRefusedException.unauthorized("Demo"))
                    : CompletableFuture.completedFuture(
                            Authentication.ofUser(head.parameter("user").get(0)));

    final ManualTime time = ManualTime.threaded();
    final List<JakartaConnection> connections = new CopyOnWriteArrayList<>();
    final List<Integer> codes = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final String path;
    final Limits limits;
    final Hub hub;
    private final TransportOptions options;

    Doors(String path, InMemoryBackplane backplane, LimitsBuilder builder, boolean open) {
        this.path = path;
        this.limits = time.build(builder.backplane(backplane));
        this.hub = Hub.builder()
                .backplane(backplane)
                .listener(limits.listener())
                .start()
                .toCompletableFuture()
                .join();
        this.options = TransportOptions.builder()
                .authenticator(open ? limits.authenticator() : limits.authenticator(TRUSTING))
                .build();
    }

    ServerEndpointConfig deploy(TestContainer container) {
        container.gate(options, path);
        return RegistryEndpoint.config(path, options, Room::new);
    }

    /** For the next test: closes what is open, and lets the time pass in which those who do not come may come. */
    void empty() {
        hub.connections().forEach(connection -> connection.close(CloseReason.NORMAL));
        until(() -> hub.localCount() == 0);
        time.advance(Limits.ARRIVAL);
        until(() -> limits.connections() == 0);
        time.advance(Duration.ofMinutes(2));
        connections.clear();
        codes.clear();
    }

    /** Most have nothing to wait for. */
    private static void until(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).until(condition);
    }

    @Override
    public void close() {
        hub.close();
    }

    /** {@code join x}, {@code leave x} are answered with what became of it, {@code I am x} is believed; the rest comes back as it is. */
    private final class Room extends RegistryEndpoint {
        Room() {
            super(limits.registry(hub), limits::handler);
        }

        @Override
        protected Optional<String> user(Session session) {
            Map<String, List<String>> query = session.getRequestParameterMap();
            if (query.containsKey("fail")) {
                throw new IllegalStateException("on purpose");
            }
            return super.user(session);
        }

        @Override
        protected void opened(JakartaConnection connection) {
            connections.add(connection);
            opened.incrementAndGet();
        }

        @Override
        protected void closed(JakartaConnection connection, int code) {
            codes.add(code);
        }

        @Override
        protected void received(JakartaConnection connection, Message message) {
            String text = message instanceof Message.Text said ? said.text() : "";
            if (text.startsWith("join ")) {
                registry().join(connection.id(), text.substring(5)).whenComplete((joined, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    connection.offer(Message.text(cause == null ? text : cause.getMessage()));
                });
            } else if (text.startsWith("I am ")) {
                connection.renew(new Authentication(Optional.empty(), Map.of(), Optional.empty(), Optional.of(text)));
                connection.offer(message);
            } else {
                connection.offer(message);
            }
        }
    }
}
