package io.carillon.redis.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a server is, which may have to be asked for. */
interface Whereabouts {

    /** Its address, in a form that the driver takes. */
    CompletionStage<String> find();

    /** In words for an operator, without a password. */
    String name();

    /** A server that stays where it is. */
    static Whereabouts fixed(String address) {
        return new Whereabouts() {
            @Override
            public CompletionStage<String> find() {
                return CompletableFuture.completedStage(address);
            }

            @Override
            public String name() {
                return address;
            }
        };
    }
}
