package io.carillon.jakarta;

import io.carillon.jwt.BadTokens;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.Tickets;
import io.carillon.jwt.Tokens;
import io.carillon.local.InMemoryBackplane;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A process whose every log line is caught: lets some in and refuses others, and leaves in a file what must be in no line. */
final class LogCanary {
    private LogCanary() {}

    public static void main(String[] args) throws Exception {
        Tickets tickets = new Tickets(InMemoryBackplane.create().values().orElseThrow());
        JwtAuthenticator authenticator =
                Tokens.strict().tickets(tickets).tokenParameter("access_token").build();
        TransportOptions.Builder guarded = TransportOptions.builder().authenticator(authenticator);
        Application application = new Application();
        TestContainer container = TestContainer.load();
        container.gate(guarded.build(), "/ws/guarded");
        container.start(
                List.of(
                        application.configForAuthenticated("/ws/guarded", guarded),
                        application.configForAuthenticated("/ws/forgotten", guarded)),
                List.of());
        String good = Tokens.good("ada");
        String expired = BadTokens.all().get("expired");
        String ticket = tickets.issue(Authentication.ofUser("ada"))
                .toCompletableFuture()
                .join();
        for (String token : List.of(good, expired, "garbage-in-a-token")) {
            handshake(container.port(), "/ws/guarded", "Authorization: Bearer " + token);
            handshake(container.port(), "/ws/forgotten", "Authorization: Bearer " + token);
            handshake(container.port(), "/ws/guarded", "Sec-WebSocket-Protocol: carillon, carillon.bearer." + token);
            handshake(container.port(), "/ws/guarded?access_token=" + token);
        }
        handshake(container.port(), "/ws/guarded?ticket=" + ticket);
        handshake(container.port(), "/ws/guarded?ticket=" + ticket);
        Client client = Client.connect(
                URI.create("ws://localhost:" + container.port() + "/ws/guarded"), "Authorization", "Bearer " + good);
        JakartaConnection connection = application.connection();
        authenticator
                .renew(connection, Tokens.good("ada"))
                .toCompletableFuture()
                .join();
        client.close(1000);
        container.stop();
        Files.write(
                Path.of(args[0]),
                List.of(
                        good.substring(good.lastIndexOf('.') + 1),
                        expired.substring(expired.lastIndexOf('.') + 1),
                        "garbage-in-a-token",
                        ticket,
                        Tokens.base64(Tokens.SECRET.getEncoded())));
        System.exit(0);
    }

    private static void handshake(int port, String path, String... headers) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.handshake(
                    path,
                    Stream.concat(Stream.of("Host: localhost:" + port), Arrays.stream(headers))
                            .toArray(String[]::new));
        }
    }
}
