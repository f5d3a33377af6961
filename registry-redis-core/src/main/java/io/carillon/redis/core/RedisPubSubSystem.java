package io.carillon.redis.core;

import io.carillon.BackplaneUnavailableException;
import io.carillon.LimitExceededException;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Publish, subscribe and request: each subject is a channel, and its questions are another. */
final class RedisPubSubSystem implements PubSubSystem {
    private final RedisKeys keys;
    private final String inbox;
    private final Routes routes;
    private final Requests requests;
    private final Responders responders;
    private final StatusBoard status;
    private final int maxMessageBytes;

    RedisPubSubSystem(
            RedisKeys keys,
            String inbox,
            Routes routes,
            Requests requests,
            Responders responders,
            StatusBoard status,
            int maxMessageBytes) {
        this.keys = keys;
        this.inbox = inbox;
        this.routes = routes;
        this.requests = requests;
        this.responders = responders;
        this.status = status;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        if (payload.length > maxMessageBytes) {
            return CompletableFuture.failedStage(tooLarge(payload));
        }
        String channel = keys.messages(subject);
        return routes.to(channel).queue().offer(channel, payload);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        String channel = keys.messages(subject);
        return routes.to(channel).subscriptions().subscribe(channel, listener);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("request timeout is " + timeout + ", expected more than zero");
        }
        if (payload.length > maxMessageBytes) {
            return CompletableFuture.failedStage(tooLarge(payload));
        }
        if (!routes.to(inbox).subscriptions().isLinked()) {
            return CompletableFuture.failedStage(
                    new BackplaneUnavailableException("not connected to Redis: an answer could not arrive"));
        }
        return requests.ask(keys.questions(subject), payload, timeout);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return responders.add(subject, responder);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return status.listen(listener);
    }

    private LimitExceededException tooLarge(byte[] payload) {
        return new LimitExceededException(
                "the payload has " + payload.length + " bytes, expected at most " + maxMessageBytes);
    }
}
