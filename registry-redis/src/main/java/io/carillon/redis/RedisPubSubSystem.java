package io.carillon.redis;

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
    private final PublishQueue queue;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final Responders responders;
    private final StatusBoard status;
    private final int maxMessageBytes;

    RedisPubSubSystem(
            RedisKeys keys,
            PublishQueue queue,
            Subscriptions subscriptions,
            Requests requests,
            Responders responders,
            StatusBoard status,
            int maxMessageBytes) {
        this.keys = keys;
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.responders = responders;
        this.status = status;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        return payload.length > maxMessageBytes
                ? CompletableFuture.failedStage(tooLarge(payload))
                : queue.offer(keys.messages(subject), payload);
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return subscriptions.subscribe(keys.messages(subject), listener);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("request timeout is " + timeout + ", expected more than zero");
        }
        if (payload.length > maxMessageBytes) {
            return CompletableFuture.failedStage(tooLarge(payload));
        }
        if (!subscriptions.isLinked()) {
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
