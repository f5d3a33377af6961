package io.carillon.opentelemetry;

import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import io.carillon.tck.RecordingConnection;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;

/** One instance with traces of its own making; its spans say where they come from. */
final class Instance implements AutoCloseable {
    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // nothing waits so long unless it fails
    }

    private static final AttributeKey<String> PLACE = AttributeKey.stringKey("service.instance.id");

    final OpenTelemetrySdk openTelemetry;
    final Hub hub;

    Instance(String name, Backplane backplane, InMemorySpanExporter spans) {
        this.openTelemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setResource(Resource.create(Attributes.of(PLACE, name)))
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
        CarillonTracing tracing = new CarillonTracing(openTelemetry);
        this.hub = done(Hub.builder()
                .backplane(tracing.observe(backplane))
                .listener(tracing.listener())
                .start());
    }

    static String place(SpanData span) {
        return span.getResource().getAttribute(PLACE);
    }

    RecordingConnection join(String user, String group) {
        RecordingConnection connection = RecordingConnection.of(hub.instanceId(), user);
        done(hub.register(connection));
        done(hub.join(connection.id(), group));
        return connection;
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        hub.close();
        openTelemetry.close();
    }
}
