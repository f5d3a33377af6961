package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opens wires to one server, and finds out who answers there. */
final class Connector {
    /** Nobody's, but whoever may kill it may kill another. */
    private static final long NOBODY = 1L << 52;

    /** No channel of ours. */
    private static final String NOTHING = "-";

    private final RedisDriver driver;
    private final Whereabouts place;
    private final boolean clustered;

    /**
     * To a server that may have another address later.
     *
     * @param clustered whether it has to be a node of a Redis Cluster, or must not be one
     */
    Connector(RedisDriver driver, Whereabouts place, boolean clustered) {
        this.driver = driver;
        this.place = place;
        this.clustered = clustered;
    }

    /** In words, without a password. */
    String address() {
        return place.name();
    }

    CompletionStage<Wire> open(RedisWire.Kind kind, Runnable closed) {
        return place.find().thenCompose(address -> Wire.open(driver, address, kind, closed));
    }

    /**
     * Checks the server, and kills our former connection to it, if it is there: what lies in that one unread, because the
     * server or the network slept, must not take effect behind what comes over this one.
     */
    CompletionStage<Server> identify(Wire wire, RedisWire.Kind kind, @Nullable Server former) {
        WireCommand server = new WireCommand("INFO", List.of(text("server")));
        WireCommand replication = new WireCommand("INFO", List.of(text("replication")));
        WireCommand client = new WireCommand("CLIENT", List.of(text("ID")));
        wire.send(List.of(server, replication, client));
        return server.answer()
                .thenCombine(replication.answer(), (some, more) -> string(some) + "\n" + string(more))
                .thenCombine(client.answer(), (info, id) -> Server.of(info, clustered, number(id)))
                .thenCompose(found -> {
                    long last = former != null && former.run().equals(found.run()) ? former.client() : NOBODY;
                    return wire.call("CLIENT", "KILL", "ID", Long.toString(last))
                            .thenApply(killed -> found);
                })
                .thenCombine(tried(wire, kind), (found, tried) -> found);
    }

    /** What no script can try. Refused later, the one is taken for silence, the other for a channel that is never let go. */
    private static CompletionStage<?> tried(Wire wire, RedisWire.Kind kind) {
        CompletionStage<?> pong = wire.call("PING", List.of());
        return kind == RedisWire.Kind.SUBSCRIPTIONS
                ? wire.call("UNSUBSCRIBE", NOTHING).thenCombine(pong, (done, sign) -> done)
                : pong;
    }

    private static long number(@Nullable Object answer) {
        if (answer instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("expected a number of the server, not " + answer);
    }
}
