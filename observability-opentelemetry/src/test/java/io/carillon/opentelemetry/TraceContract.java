package io.carillon.opentelemetry;

import static io.carillon.opentelemetry.Instance.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import io.carillon.tck.RecordingConnection;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds over any broker. */
abstract class TraceContract {
    private static final String SECRET = "grace's secret";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    /** A way of its own to one broker. */
    abstract Backplane open();

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void oneTraceShowsAMessagesWayOverTwoInstances() {
        try (Backplane first = open();
                Backplane second = open();
                Instance a = new Instance("a", first, spans);
                Instance b = new Instance("b", second, spans)) {
            RecordingConnection here = a.join("grace", "lobby");
            RecordingConnection there = b.join("bob", "lobby");

            Span request =
                    a.openTelemetry.getTracer("app").spanBuilder("request").startSpan();
            try (Scope scope = request.makeCurrent()) {
                done(a.hub.send(Audience.group("lobby"), Message.text(SECRET)));
            } finally {
                request.end();
            }

            await().untilAsserted(() -> assertThat(spans.getFinishedSpanItems()).hasSize(4));
            SpanData root = span("request", "a");
            SpanData publish = span("carillon publish", "a");
            assertThat(publish.getParentSpanId()).isEqualTo(root.getSpanId());
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getTraceId)
                    .containsOnly(root.getTraceId());
            assertThat(spans.getFinishedSpanItems().stream()
                            .filter(span -> span.getName().equals("carillon fan-out")))
                    .extracting(
                            Instance::place,
                            SpanData::getParentSpanId,
                            span -> span.getAttributes().get(AttributeKey.longKey("carillon.accepted")))
                    .containsExactlyInAnyOrder(
                            tuple("a", publish.getSpanId(), 1L), tuple("b", publish.getSpanId(), 1L));
            assertThat(here.texts()).containsExactly(SECRET);
            assertThat(there.texts()).containsExactly(SECRET);
            // None of which can be part of an identifier in hexadecimal digits.
            assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("grace", "bob", "lobby", "secret");
        }
    }

    @Test
    void anInstanceWithoutTracesSeesTheSameMessages() {
        try (Backplane first = open();
                Backplane second = open();
                Instance traced = new Instance("a", first, spans);
                Hub plain = done(Hub.builder().backplane(second).start())) {
            RecordingConnection bob = RecordingConnection.of(plain.instanceId(), "bob");
            done(plain.register(bob));
            RecordingConnection ada = traced.join("ada", "lobby");

            for (Message message : List.of(Message.text("né 🔔"), Message.binary(new byte[1_000]), Message.text(""))) {
                done(traced.hub.send(Audience.user("bob").except(ada.id()), message));
            }
            done(plain.send(Audience.user("ada"), Message.text("back")));

            await().untilAsserted(() -> assertThat(bob.messages())
                    .containsExactly(Message.text("né 🔔"), Message.binary(new byte[1_000]), Message.text("")));
            await().untilAsserted(() -> assertThat(ada.texts()).containsExactly("back"));
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .containsOnly("carillon publish");
        }
    }

    private SpanData span(String name, String place) {
        return spans.getFinishedSpanItems().stream()
                .filter(span ->
                        span.getName().equals(name) && Instance.place(span).equals(place))
                .findAny()
                .orElseThrow();
    }
}
