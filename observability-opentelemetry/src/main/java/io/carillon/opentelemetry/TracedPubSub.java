package io.carillon.opentelemetry;

import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** Sends the context of the trace along with each message. */
final class TracedPubSub implements PubSubSystem {
    private final PubSubSystem pubSub;
    private final int maxMessageBytes;
    private final Traces traces;

    TracedPubSub(PubSubSystem pubSub, int maxMessageBytes, Traces traces) {
        this.pubSub = pubSub;
        this.maxMessageBytes = maxMessageBytes;
        this.traces = traces;
    }

    @Override
    public CompletionStage<Void> publish(Subject subject, byte[] payload) {
        if (subject.kind() == Subject.Kind.APPLICATION || !EnvelopeContext.isMessage(payload)) {
            return pubSub.publish(subject, payload);
        }
        Span span = traces.begin("carillon publish", SpanKind.PRODUCER, Context.current());
        span.setAttribute("carillon.subject", subject.kind().name().toLowerCase(Locale.ROOT));
        try {
            CompletionStage<Void> published = pubSub.publish(subject, carrying(payload, span));
            published.whenComplete((done, error) -> Traces.end(span, error));
            return published;
        } catch (RuntimeException e) {
            Traces.end(span, e);
            throw e;
        }
    }

    @Override
    public CompletionStage<Subscription> subscribe(Subject subject, Listener listener) {
        return pubSub.subscribe(subject, listener);
    }

    @Override
    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
        return pubSub.request(subject, payload, timeout);
    }

    @Override
    public CompletionStage<Subscription> respond(Subject subject, Responder responder) {
        return pubSub.respond(subject, responder);
    }

    @Override
    public Runnable onStatus(StatusListener listener) {
        return pubSub.onStatus(listener);
    }

    /** A message that has no room for it goes without. */
    private byte[] carrying(byte[] payload, Span span) {
        byte[] carrying = Traces.written(span)
                .map(context -> EnvelopeContext.with(payload, context))
                .orElse(payload);
        return carrying.length <= maxMessageBytes ? carrying : payload;
    }
}
