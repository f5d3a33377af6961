package io.carillon.jakarta;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web origin, as a browser writes it into the Origin header: scheme, host and port, and nothing else. The grammar is
 * narrower than a URI's on purpose: user info, paths and blanks are how a foreign origin dresses up as one's own.
 *
 * @param scheme in lower case
 * @param host in lower case; an IPv6 address keeps its brackets
 * @param port the explicit port, else the scheme's default, else {@link #NO_PORT}
 */
record Origin(String scheme, String host, int port) {
    static final int NO_PORT = -1;

    private static final String HOST_AND_PORT = "([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?";
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*)://" + HOST_AND_PORT);
    private static final Pattern AUTHORITY = Pattern.compile(HOST_AND_PORT);

    static Optional<Origin> parse(String header) {
        Matcher matcher = ORIGIN.matcher(header.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1);
        return Optional.of(new Origin(scheme, matcher.group(2), port(matcher.group(3), scheme)));
    }

    /**
     * Whether a page of this origin was served by the host that it now talks to. The scheme is not compared: behind a
     * proxy that ends TLS, the server does not know its own.
     *
     * @param hostHeader the request's Host header
     */
    boolean isServedBy(String hostHeader) {
        Matcher matcher = AUTHORITY.matcher(hostHeader.toLowerCase(Locale.ROOT));
        return isWeb() && matcher.matches() && host.equals(matcher.group(1)) && port == port(matcher.group(2), scheme);
    }

    private boolean isWeb() {
        return scheme.equals("http") || scheme.equals("https");
    }

    private static int port(@Nullable String explicit, String scheme) {
        if (explicit != null) {
            return Integer.parseInt(explicit);
        }
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> NO_PORT;
        };
    }
}
