package io.carillon.examples.chat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plain HTTP side: the page at {@code /}, who is in a room at {@code GET /rooms/{room}}, and at {@code GET /health}
 * whether a load balancer should send anybody here. It waits for no stage:
 * a response is suspended until the registry has answered, and then written by a worker thread of the server.
 */
final class ChatHttpHandler extends HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChatHttpHandler.class);
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String ROOMS = "/rooms/";
    private static final String HEALTH = "/health";

    /** Which instance has answered: its id, percent-encoded. The page asks it of every answer. */
    private static final String INSTANCE_HEADER = "Carillon-Instance";

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                    + " img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ConnectionRegistry registry;
    private final String instance;
    private final byte[] page;

    ChatHttpHandler(ConnectionRegistry registry) {
        this.registry = registry;
        this.instance = URLEncoder.encode(registry.instanceId().toString(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        this.page = readPage();
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
        String path = request.getRequestURI();
        boolean room = path.startsWith(ROOMS) && path.indexOf('/', ROOMS.length()) < 0;
        if (!path.equals("/") && !path.equals(HEALTH) && !room) {
            writeError(response, 404, "nothing is here, look at /, at /health, or at /rooms/{room}");
        } else if (!List.of("GET", "HEAD").contains(request.getMethod().getMethodString())) {
            response.setHeader("Allow", "GET, HEAD");
            writeError(response, 405, "only GET and HEAD are understood here");
        } else if (room) {
            writeRoom(request, response, path.substring(ROOMS.length()));
        } else if (path.equals(HEALTH)) {
            writeHealth(response, registry.health());
        } else {
            response.setHeader("Content-Security-Policy", PAGE_POLICY);
            write(response, 200, "text/html;charset=utf-8", page);
        }
    }

    private static void writeHealth(Response response, Health health) throws IOException {
        if (health.ready()) {
            writeJson(response, 200, Map.of("ready", true));
        } else {
            writeJson(
                    response,
                    503,
                    Map.of("ready", false, "reason", health.reason().orElse("unknown")));
        }
    }

    private void writeRoom(Request request, Response response, String encodedRoom) throws IOException {
        String room;
        CompletionStage<List<Member>> members;
        try {
            room = PercentDecoder.decode(encodedRoom);
            members = registry.members(room);
        } catch (IllegalArgumentException e) {
            writeError(response, 400, "not a room: " + e.getMessage());
            return;
        }
        Executor workers = request.getContext().getConnection().getTransport().getWorkerThreadPool();
        response.suspend();
        members.whenCompleteAsync((found, failure) -> finish(response, room, found, failure), workers);
    }

    private static void finish(Response response, String room, List<Member> found, Throwable failure) {
        try {
            if (failure == null) {
                writeJson(response, 200, RoomView.of(room, found));
            } else {
                LOG.warn("Cannot tell who is in a room group={}", LogValue.of(room), failure);
                writeError(response, 503, "the registry does not answer, try again later");
            }
        } catch (IOException e) {
            LOG.debug("The client was gone before it could be told who is in a room", e);
        } finally {
            response.resume();
        }
    }

    private static void writeError(Response response, int status, String error) throws IOException {
        writeJson(response, status, Map.of("error", error));
    }

    private static void writeJson(Response response, int status, Object value) throws IOException {
        byte[] body = JSON.toJson(value).getBytes(StandardCharsets.UTF_8);
        write(response, status, "application/json;charset=utf-8", body);
    }

    private static void write(Response response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] readPage() {
        try (InputStream in = ChatHttpHandler.class.getResourceAsStream("index.html")) {
            return Objects.requireNonNull(in, "index.html is not in the jar").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
