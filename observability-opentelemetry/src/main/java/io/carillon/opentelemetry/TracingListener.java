package io.carillon.opentelemetry;

import io.carillon.local.HubObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Optional;

/** Makes a fan-out a span of the trace that its message belongs to. */
final class TracingListener implements HubObserver {
    private final Traces traces;

    TracingListener(Traces traces) {
        this.traces = traces;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the fan-out, which comes on the same thread
    public FanOut fanOut(byte[] envelope) {
        Optional<Context> parent = EnvelopeContext.of(envelope).flatMap(Traces::read);
        if (parent.isEmpty()) {
            return (accepted, refused) -> {};
        }
        Span span = traces.begin("carillon fan-out", SpanKind.CONSUMER, parent.get());
        Scope scope = span.makeCurrent();
        return (accepted, refused) -> {
            scope.close();
            span.setAttribute("carillon.accepted", accepted);
            span.setAttribute("carillon.refused", refused);
            span.end();
        };
    }
}
