package io.carillon.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Spans, and how their context is written: {@code traceparent}, then a space and {@code tracestate} if there is one (W3C Trace Context). */
final class Traces {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // nobody asks for it any more, and it has no default yet
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final Tracer tracer;

    Traces(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("io.carillon");
    }

    Span begin(String name, SpanKind kind, Context parent) {
        return tracer.spanBuilder(name).setParent(parent).setSpanKind(kind).startSpan();
    }

    /** What others need to go on with it; nothing if there is nobody who records. */
    static Optional<String> written(Span span) {
        if (!span.getSpanContext().isValid()) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        W3C.inject(Context.root().with(span), fields, (carrier, key, value) -> fields.put(key, value));
        String parent = fields.get(PARENT);
        String state = fields.get(STATE);
        if (parent == null) {
            return Optional.empty();
        }
        boolean fits = state != null && parent.length() + 1 + state.length() <= EnvelopeContext.MAX_BYTES;
        return Optional.of(fits ? parent + " " + state : parent);
    }

    /** The context that was written; empty if it is none. */
    static Optional<Context> read(String written) {
        String[] fields = written.split(" ", 2);
        Map<String, String> carrier =
                fields.length == 2 ? Map.of(PARENT, fields[0], STATE, fields[1]) : Map.of(PARENT, fields[0]);
        Context context = W3C.extract(Context.root(), carrier, GETTER);
        return Span.fromContext(context).getSpanContext().isValid() ? Optional.of(context) : Optional.empty();
    }

    static void end(Span span, @Nullable Throwable error) {
        if (error != null) {
            span.setStatus(StatusCode.ERROR, error.getClass().getSimpleName());
        }
        span.end();
    }
}
