package io.carillon.examples.notifications;

import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.Tickets;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plain HTTP side: {@code /health…}, {@code /metrics}, and a ticket for a token at {@code POST /ticket}. */
final class HttpPages extends HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPages.class);
    private static final String TICKET = "/ticket";
    private static final String SCHEME = "Bearer ";

    private final StatusPages status;
    private final JwtAuthenticator authenticator;
    private final Tickets tickets;

    HttpPages(StatusPages status, JwtAuthenticator authenticator, Tickets tickets) {
        this.status = status;
        this.authenticator = authenticator;
        this.tickets = tickets;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        // Otherwise the answer to a client that offers an upgrade to HTTP/2 has no Content-Type.
        request.getRequest().setIgnoreContentModifiers(false);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        CompletableFuture<Answer> answer =
                answer(request).exceptionally(HttpPages::failed).toCompletableFuture();
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
        String method = request.getMethod().getMethodString();
        String path = request.getRequestURI();
        if (path.equals(TICKET) ? !method.equals("POST") : !method.equals("GET") && !method.equals("HEAD")) {
            String expected = path.equals(TICKET) ? "POST" : "GET, HEAD";
            return now(Answer.error(405, "expected " + expected, Map.of("Allow", expected)));
        }
        return switch (path) {
            case "/health" -> status.health();
            case "/health/live" -> now(status.live());
            case "/health/ready" -> now(status.ready());
            case "/health/deep" -> status.deepHealth();
            case "/metrics" -> wantsJson(request.getHeader("Accept")) ? status.metricsAsJson() : now(status.metrics());
            case TICKET -> ticket(request.getHeader("Authorization"));
            default -> now(Answer.error(404, "look at /health, /metrics, or ws:/ws", Map.of()));
        };
    }

    private static boolean wantsJson(@Nullable String accept) {
        return accept != null && accept.contains("application/json");
    }

    private CompletionStage<Answer> ticket(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return now(Answer.error(
                    401,
                    "send a token, as Authorization: Bearer <token>",
                    Map.of("WWW-Authenticate", "Bearer realm=\"notifications\"")));
        }
        return authenticator
                .verify(authorization.substring(SCHEME.length()).trim())
                .thenCompose(tickets::issue)
                .thenApply(ticket -> Answer.json(200, Map.of("ticket", ticket)));
    }

    private static Answer failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HandshakeRefusedException refused) {
            return Answer.error(refused.status(), "the token is not taken", refused.headers());
        }
        LOG.warn("An HTTP client is not answered", cause);
        return Answer.error(503, "no answer now, try again later", Map.of());
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
}
