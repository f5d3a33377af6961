package io.carillon.jakarta;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends to be let in: headers and query. It holds secrets, so nothing of it belongs into a log; its text form says
 * nothing.
 *
 * <p><b>Threads.</b> Immutable.
 */
public final class HandshakeHead {
    /**
     * A subprotocol that says nothing: {@value}. A browser that sends a token as a subprotocol offers this one too, and the endpoint takes
     * it where it has none of its own.
     */
    public static final String PROTOCOL = "carillon";

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final @Nullable String query;

    /**
     * As the container has it.
     *
     * @param headers the headers, each with its values
     * @param query what stands behind the question mark, encoded as it was sent; null if there is none
     */
    public HandshakeHead(Map<String, List<String>> headers, @Nullable String query) {
        headers.forEach((name, values) -> this.headers.merge(
                name,
                values,
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
        this.query = query;
    }

    /**
     * The values of a header, one for each line.
     *
     * @param name the header, in upper or lower case
     * @return the values as they were sent; none if there is no such header
     */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /**
     * The subprotocols that the client offers, in its order.
     *
     * @return the subprotocols
     */
    public List<String> protocols() {
        return header("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::trim)
                .toList();
    }

    /**
     * The values of a parameter of the query.
     *
     * @param name the parameter
     * @return the values, decoded
     * @throws IllegalArgumentException if one is not encoded as it must be; the error does not show it
     */
    public List<String> parameter(String name) {
        return query == null
                ? List.of()
                : Arrays.stream(query.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> decode(pair.substring(name.length() + 1)))
                        .toList();
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a parameter of the query is not encoded as it must be");
        }
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "HandshakeHead";
    }
}
