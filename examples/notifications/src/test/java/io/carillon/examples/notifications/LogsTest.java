package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void aLineIsOneObjectWithItsFields() {
        context.putProperty("instance", "i.1");
        String line = written(Logs.json(context), event(new IllegalStateException("two\nlines")));
        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        JsonObject fields = JsonParser.parseString(line).getAsJsonObject();
        assertThat(Instant.parse(fields.get("timestamp").getAsString())).isBeforeOrEqualTo(Instant.now());
        assertThat(fields.get("level").getAsString()).isEqualTo("WARN");
        assertThat(fields.get("logger").getAsString()).isEqualTo("a.b.C");
        assertThat(fields.get("message").getAsString()).isEqualTo("said \"hello\"\nforged");
        assertThat(fields.get("instance").getAsString()).isEqualTo("i.1");
        assertThat(fields.get("user").getAsString()).isEqualTo("ada");
        assertThat(fields.get("code").getAsInt()).isEqualTo(1000);
        assertThat(fields.get("exception").getAsString()).contains("two\nlines", "LogsTest");
    }

    @Test
    void onAConsoleItIsText() {
        assertThat(written(Logs.text(context), event(null))).contains("WARN", "C said", "user=\"ada\"");
    }

    private ILoggingEvent event(Throwable error) {
        LoggingEvent event = new LoggingEvent(
                LogsTest.class.getName(), context.getLogger("a.b.C"), Level.WARN, "said {}", error, new Object[] {
                    "\"hello\"\nforged"
                });
        event.setMDCPropertyMap(Map.of());
        event.addKeyValuePair(new KeyValuePair("user", "ada"));
        event.addKeyValuePair(new KeyValuePair("code", 1000));
        return event;
    }

    private static String written(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
