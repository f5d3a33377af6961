package io.carillon.jwt;

import io.carillon.jakarta.HandshakeHead;
import io.carillon.jwt.BadTokenException.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent to say who it is, from wherever it may stand.
 *
 * @param ticket whether it is a ticket; otherwise a token
 * @param secret the ticket or token
 */
record Credentials(boolean ticket, String secret) {
    private static final String SCHEME = "bearer ";

    /** Finds the only ones. Two would let a client and what stands between disagree on whose request this is. */
    static Credentials of(HandshakeHead head, @Nullable String tokenParameter, @Nullable String ticketParameter) {
        List<Credentials> found = new ArrayList<>();
        for (String authorization : head.header("Authorization")) {
            if (authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                found.add(new Credentials(
                        false, authorization.substring(SCHEME.length()).trim()));
            }
        }
        found.addAll(head.protocols().stream()
                .filter(protocol -> protocol.startsWith(JwtAuthenticator.TOKEN_PROTOCOL))
                .map(protocol -> new Credentials(false, protocol.substring(JwtAuthenticator.TOKEN_PROTOCOL.length())))
                .toList());
        try {
            found.addAll(Stream.concat(
                            parameter(head, tokenParameter).map(token -> new Credentials(false, token)),
                            parameter(head, ticketParameter).map(ticket -> new Credentials(true, ticket)))
                    .collect(Collectors.toList()));
        } catch (IllegalArgumentException e) {
            throw new BadTokenException(Why.REQUEST);
        }
        if (found.size() != 1) {
            throw new BadTokenException(found.isEmpty() ? Why.MISSING : Why.REQUEST);
        }
        return found.get(0);
    }

    private static Stream<String> parameter(HandshakeHead head, @Nullable String name) {
        return name == null ? Stream.empty() : head.parameter(name).stream();
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
