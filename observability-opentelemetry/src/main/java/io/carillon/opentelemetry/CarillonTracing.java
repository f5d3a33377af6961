package io.carillon.opentelemetry;

import io.carillon.local.HubObserver;
import io.carillon.spi.Backplane;
import io.opentelemetry.api.OpenTelemetry;

/**
 * One trace for a message's way over all instances: {@code carillon publish}, a child of whatever span is current where the application sends, until
 * the broker has the message; and as its children {@code carillon fan-out}, on each instance that offers it to connections.
 *
 * <pre>{@code
 * CarillonTracing tracing = new CarillonTracing(openTelemetry);
 * Hub hub = Hub.builder().backplane(tracing.observe(backplane)).listener(tracing.listener()).start()...
 * }</pre>
 *
 * <p><b>Guarantees.</b> The context travels in an extension of the envelope, so instances without this see the same messages as before. A context that is
 * malformed or longer than 512 bytes is ignored, and its message is delivered. No name of a user, group or connection, and nothing of a message, gets into
 * a span. What waits for the broker by {@link io.carillon.local.OutagePolicy#queue} begins a trace of its own; what stays on this instance has none.
 *
 * <p><b>Threads.</b> Any thread may call.
 */
public final class CarillonTracing {
    private final Traces traces;

    /**
     * Traces by way of one OpenTelemetry.
     *
     * @param openTelemetry makes the spans; whether they are recorded is its sampler's affair
     */
    public CarillonTracing(OpenTelemetry openTelemetry) {
        this.traces = new Traces(openTelemetry);
    }

    /**
     * Sends the context along with each message that is published.
     *
     * @param backplane the backplane of a hub
     * @return the same, for {@link io.carillon.local.HubBuilder#backplane}; a message that has no room for the context goes without. Closing it closes
     *     the given one
     */
    public Backplane observe(Backplane backplane) {
        return new TracedBackplane(backplane, traces);
    }

    /**
     * Makes each fan-out of a message that carries a context a span.
     *
     * @return for {@link io.carillon.local.HubBuilder#listener}, beside the application's own
     */
    public HubObserver listener() {
        return new TracingListener(traces);
    }
}
