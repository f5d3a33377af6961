package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import java.util.concurrent.CompletableFuture;

/** The servers behind a backplane, and its links to them. */
interface Servers extends Routes {

    /** Opens the links. Done when all of them are proved to work; failed at the first failure, if the broker is required. */
    CompletableFuture<Void> start();

    /** Ends all links for ever. Done when the connections are closed. */
    CompletableFuture<Void> end(BackplaneUnavailableException why);
}
