package io.carillon.opentelemetry;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.local.HubObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Optional;

/** Makes a fan-out a span of the trace that its message belongs to, and hands everything on. */
final class TracedListener implements HubObserver {
    private final RegistryListener listener;
    private final HubObserver observer;
    private final Traces traces;

    TracedListener(RegistryListener listener, Traces traces) {
        this.listener = listener;
        this.observer = listener instanceof HubObserver given ? given : new HubObserver() {};
        this.traces = traces;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the fan-out, which comes on the same thread
    public FanOut fanOut(byte[] envelope) {
        FanOut inner = observer.fanOut(envelope);
        Optional<Context> parent = EnvelopeContext.of(envelope).flatMap(Traces::read);
        if (parent.isEmpty()) {
            return inner;
        }
        Span span = traces.begin("carillon fan-out", SpanKind.CONSUMER, parent.get());
        Scope scope = span.makeCurrent();
        return (accepted, refused) -> {
            scope.close();
            span.setAttribute("carillon.accepted", accepted);
            span.setAttribute("carillon.refused", refused);
            span.end();
            inner.done(accepted, refused);
        };
    }

    @Override
    public void dropped(Drop why) {
        observer.dropped(why);
    }

    @Override
    public void gap(Gap gap) {
        listener.gap(gap);
    }

    @Override
    public void resync(Target target) {
        listener.resync(target);
    }

    @Override
    public void unsent(Audience audience, Message message) {
        listener.unsent(audience, message);
    }

    @Override
    public void connected(Member member) {
        listener.connected(member);
    }

    @Override
    public void disconnected(Member member) {
        listener.disconnected(member);
    }

    @Override
    public void joined(Member member, String group) {
        listener.joined(member, group);
    }

    @Override
    public void left(Member member, String group) {
        listener.left(member, group);
    }

    @Override
    public void online(String user) {
        listener.online(user);
    }

    @Override
    public void offline(String user) {
        listener.offline(user);
    }

    @Override
    public void healthChanged(Health health) {
        listener.healthChanged(health);
    }
}
