package io.carillon.external;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.redis.Sink;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A connection that keeps markers apart, answers as it is told to, and says when it is closed. */
final class Client extends Sink {
    /** What begins with a ~ says only that something has come so far. */
    final Set<String> markers = ConcurrentHashMap.newKeySet();

    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    /** What it answers to an offer; it may throw. */
    volatile Supplier<Offer> answer = () -> Offer.ACCEPTED;

    Client(Hub hub, Optional<String> user) {
        super(hub, user);
    }

    @Override
    public Offer offer(Message message) {
        Offer offer = answer.get();
        if (offer == Offer.ACCEPTED && message instanceof Message.Text text) {
            (text.text().startsWith("~") ? markers : received).add(text.text());
        }
        return offer;
    }

    @Override
    public void close(CloseReason reason) {
        closed.complete(reason);
    }
}
