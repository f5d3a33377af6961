package io.carillon.examples.chat;

import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.jakarta.HandshakeRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plain HTTP side: the page at {@code /}, who is in a room at {@code GET /rooms/{room}}, at {@code GET /health}
 * whether a load balancer should send anybody here, and what opens the door: a token for the demo at {@code GET /token?user=Ada},
 * and for a token a ticket at {@code POST /ticket}. It waits for no stage:
 * a response is suspended until the registry has answered, and then written by a worker thread of the server.
 */
final class ChatHttpHandler extends HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChatHttpHandler.class);
    private static final String ROOMS = "/rooms/";
    private static final String HEALTH = "/health";
    private static final String TOKEN = "/token";
    private static final String TICKET = "/ticket";
    private static final String SCHEME = "Bearer ";

    /** Which instance has answered: its id, percent-encoded. The page asks it of every answer. */
    private static final String INSTANCE_HEADER = "Carillon-Instance";

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                    + " img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ConnectionRegistry registry;
    private final DemoTokens tokens;
    private final String instance;
    private final Answer page = Answer.html(readPage(), Map.of("Content-Security-Policy", PAGE_POLICY));

    ChatHttpHandler(ConnectionRegistry registry, DemoTokens tokens) {
        this.registry = registry;
        this.tokens = tokens;
        this.instance = URLEncoder.encode(registry.instanceId().toString(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        // A name may hold anything, slashes too: it is decoded here, and not by the server.
        setDecodeUrl(false);
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        // Otherwise the answer to a client that offers an upgrade to HTTP/2 has no Content-Type.
        request.getRequest().setIgnoreContentModifiers(false);
        response.setHeader(INSTANCE_HEADER, instance);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        CompletableFuture<Answer> answer =
                answer(request).exceptionally(ChatHttpHandler::failed).toCompletableFuture();
        if (answer.isDone()) {
            answer.join().write(response);
        } else {
            response.suspend();
            answer.thenAcceptAsync(
                    late -> resume(response, late),
                    request.getContext().getConnection().getTransport().getWorkerThreadPool());
        }
    }

    private CompletionStage<Answer> answer(Request request) {
        String path = request.getRequestURI();
        boolean room = path.startsWith(ROOMS) && path.indexOf('/', ROOMS.length()) < 0;
        if (!room && !List.of("/", HEALTH, TOKEN, TICKET).contains(path)) {
            return now(Answer.error(404, "nothing is here, look at /, at /health, or at /rooms/{room}"));
        }
        List<String> methods = path.equals(TICKET) ? List.of("POST") : List.of("GET", "HEAD");
        if (!methods.contains(request.getMethod().getMethodString())) {
            return now(Answer.error(
                    405,
                    "only " + String.join(" and ", methods) + " is understood here",
                    Map.of("Allow", String.join(", ", methods))));
        }
        return switch (path) {
            case "/" -> now(page);
            case HEALTH -> now(health(registry.health()));
            case TOKEN -> now(token(Objects.requireNonNullElse(request.getQueryString(), "")));
            case TICKET -> ticket(request.getHeader("Authorization"));
            default -> room(path.substring(ROOMS.length()));
        };
    }

    private static Answer health(Health health) {
        return health.ready()
                ? Answer.json(200, Map.of("ready", true))
                : Answer.json(
                        503, Map.of("ready", false, "reason", health.reason().orElse("unknown")));
    }

    private Answer token(String query) {
        try {
            String user = PercentDecoder.parameter(query, "user")
                    .orElseThrow(() -> new IllegalArgumentException("who are you? Ask for /token?user=your-name"));
            return Answer.json(200, Map.of("token", tokens.issue(user)), Map.of("Carillon-Demo", DemoTokens.WARNING));
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "not a user: " + e.getMessage());
        }
    }

    private CompletionStage<Answer> ticket(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return now(Answer.error(
                    401,
                    "send a token, as Authorization: Bearer <token>; this demo has one at /token?user=your-name",
                    Map.of("WWW-Authenticate", "Bearer realm=\"chat\"")));
        }
        return tokens.exchange(authorization.substring(SCHEME.length()).trim())
                .thenApply(ticket -> Answer.json(200, Map.of("ticket", ticket)));
    }

    private CompletionStage<Answer> room(String encoded) {
        try {
            String room = PercentDecoder.decode(encoded);
            return registry.members(room).thenApply(members -> Answer.json(200, RoomView.of(room, members)));
        } catch (IllegalArgumentException e) {
            return now(Answer.error(400, "not a room: " + e.getMessage()));
        }
    }

    private static Answer failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HandshakeRefusedException refused) {
            return Answer.error(refused.status(), "the token is not taken", refused.headers());
        }
        LOG.warn("The registry does not answer an HTTP client", cause);
        return Answer.error(503, "the registry does not answer, try again later");
    }

    private static void resume(Response response, Answer answer) {
        try {
            answer.write(response);
        } catch (IOException e) {
            LOG.debug("The client was gone before it could be answered", e);
        } finally {
            response.resume();
        }
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static byte[] readPage() {
        try (InputStream in = ChatHttpHandler.class.getResourceAsStream("index.html")) {
            return Objects.requireNonNull(in, "index.html is not in the jar").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
