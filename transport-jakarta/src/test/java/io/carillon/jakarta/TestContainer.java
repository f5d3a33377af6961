package io.carillon.jakarta;

import jakarta.websocket.server.ServerEndpointConfig;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.awaitility.Awaitility;

/**
 * A real container. Each module under {@code transport-tests/} brings one; it is public, and found as a service, because it
 * comes from another module than the tests. What it answers besides is where containers differ.
 */
public interface TestContainer {

    /** So long tests wait for what must come, unless they say something else; it ends only those that would hang. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** The one on the path. */
    static TestContainer load() {
        Awaitility.setDefaultTimeout(PATIENCE);
        return ServiceLoader.load(TestContainer.class).findFirst().orElseThrow();
    }

    /** Before the start: puts the container's gate in front of this path; Tyrus has its own inside. */
    void gate(TransportOptions options, String path);

    /** Whether an endpoint has its gate inside, so that none can be missing. */
    default boolean hasItsGateInside() {
        return false;
    }

    /**
     * Before the start: how long a client may be silent before its request is whole.
     *
     * @return whether this container can say so
     */
    boolean boundRequests(Duration time);

    /** Starts it on a free port. */
    void start(List<ServerEndpointConfig> endpoints, List<Class<?>> annotated) throws Exception;

    int port();

    /** The HTTP status of a handshake whose origin the configurator does not like. */
    default int statusOfRefusedOrigin() {
        return 403;
    }

    /** So many bytes of a frame are enough for it to know. */
    default int enoughOfHugeFrame() {
        return 1 << 18;
    }

    /** What it closes with when a small frame inflates to a large message; with 1002 where it has not agreed to inflate anything. */
    default int codeOfDeflateBomb() {
        return 1009;
    }

    void stop() throws Exception;
}
