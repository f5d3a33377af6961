package io.carillon.redis.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** By which server a key or a channel goes. With one server there is one answer; nobody who asks relies on that. */
interface Routes {

    /**
     * The server of a name, whose links are perhaps down.
     *
     * @param name of a key or a channel, with the prefix
     */
    Master to(String name);

    /** The server at an address to which another has referred us; none if it is not known. */
    default Optional<Master> at(String address) {
        return Optional.empty();
    }

    /**
     * A server has said that something is not there.
     *
     * @param reply what it said, perhaps with where it is
     * @return done when it was looked up again
     */
    default CompletableFuture<Void> misled(String reply) {
        return CompletableFuture.completedFuture(null);
    }
}
