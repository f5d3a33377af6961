package io.carillon.jakarta;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket. A browser sends a page's origin along, and the user's cookies too, so a foreign
 * page that gets in speaks as the user.
 *
 * <p>A client that sends no origin is no browser, and every policy lets it in. {@code null}, which sandboxed pages and
 * files send, and what is no origin at all are let in by {@link #any()} only.
 *
 * <p>Refused is refused before anything is registered and before any code of the application ran. Where a gate stands in front
 * of the endpoint ({@link HandshakeGate}) a foreign page gets HTTP 403. Without one, a malformed origin, and one that is not in an
 * allow-list, gets 403 (404 on Undertow), and a foreign page under {@link #sameOrigin()} close code 1008: the standard API shows the
 * Host header only when it is too late for a status.
 *
 * <p><b>Threads.</b> Immutable.
 */
public abstract sealed class OriginPolicy {
    private OriginPolicy() {}

    /**
     * Pages that were served from the host and port that the client connects to, by its Host header. The default. The
     * scheme's default port may be written or left out. A proxy in front must pass the Host header on.
     *
     * @return the policy
     */
    public static OriginPolicy sameOrigin() {
        return new Same();
    }

    /**
     * Pages from these origins and no others; name the application's own among them.
     *
     * @param origins at least one, each as a browser writes it: {@code https://chat.example.com} or
     *     {@code http://localhost:8080}; upper and lower case are the same
     * @return the policy
     * @throws IllegalArgumentException if there is none, or if one is no origin: a path or a final slash is too much
     */
    public static OriginPolicy allow(String... origins) {
        return new Allow(origins);
    }

    /**
     * Any page, whatever it sends. Safe only where nothing that a browser adds by itself, such as a cookie, says who the
     * user is.
     *
     * @return the policy
     */
    public static OriginPolicy any() {
        return new Any();
    }

    /** The first look, by the origin alone; it gives a real HTTP status. */
    abstract boolean mayPass(@Nullable String origin);

    /** The second look, with all that the handshake said. */
    abstract boolean admits(List<String> origins, List<String> hosts);

    private static final class Same extends OriginPolicy {
        @Override
        boolean mayPass(@Nullable String origin) {
            return origin == null || Origin.parse(origin).isPresent();
        }

        @Override
        boolean admits(List<String> origins, List<String> hosts) {
            if (origins.isEmpty()) {
                return true;
            }
            if (origins.size() > 1 || hosts.size() != 1) {
                return false;
            }
            return Origin.parse(origins.get(0))
                    .filter(origin -> origin.isServedBy(hosts.get(0)))
                    .isPresent();
        }
    }

    private static final class Allow extends OriginPolicy {
        private final Set<Origin> allowed = new LinkedHashSet<>();

        Allow(String... origins) {
            if (origins.length == 0) {
                throw new IllegalArgumentException("no origin is allowed, expected at least one");
            }
            for (String origin : origins) {
                allowed.add(Origin.parse(origin)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "\"" + origin + "\" is no origin, expected scheme://host or scheme://host:port")));
            }
        }

        @Override
        boolean mayPass(@Nullable String origin) {
            return origin == null
                    || Origin.parse(origin).filter(allowed::contains).isPresent();
        }

        @Override
        boolean admits(List<String> origins, List<String> hosts) {
            return origins.isEmpty() || (origins.size() == 1 && mayPass(origins.get(0)));
        }
    }

    private static final class Any extends OriginPolicy {
        @Override
        boolean mayPass(@Nullable String origin) {
            return true;
        }

        @Override
        boolean admits(List<String> origins, List<String> hosts) {
            return true;
        }
    }
}
