package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final String SECRET = "x".repeat(32);

    @Test
    void theDefaultsAreThoseOfTheOriginal() throws StartupException {
        Settings settings = Settings.read(Map.of("JWT_SECRET_KEY", SECRET, "WS_PORT", ""));
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(8081);
        assertThat(settings.maxConnections()).isEqualTo(10_000);
        assertThat(settings.redis().host()).isEqualTo("localhost");
        assertThat(settings.redis().port()).isEqualTo(6379);
        assertThat(settings.redis().attempts()).isEqualTo(10);
        assertThat(settings.redis().delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.redis().pattern()).isFalse();
        assertThat(settings.clients())
                .isEqualTo(new Settings.Clients(
                        Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10), 512, List.of()));
        assertThat(settings.log()).isEqualTo(new Settings.Log("info", true));
        assertThat(settings.webhook()).isEmpty();
        assertThat(settings.withoutEffect()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WS_HOST, ::1",
        "WS_PORT, 1",
        "REDIS_HOST, redis",
        "REDIS_PORT, 1",
        "REDIS_PASSWORD, hunter2",
        "REDIS_DB, 1",
        "REDIS_USE_TLS, TRUE",
        "REDIS_RECONNECT_ATTEMPTS, 1",
        "REDIS_RECONNECT_DELAY, 1s",
        "REDIS_SUBSCRIBE, pattern",
        "WS_PING_INTERVAL, 29s",
        "WS_PONG_WAIT, 59s",
        "WS_WRITE_WAIT, 9s",
        "WS_MAX_MESSAGE_SIZE, 1",
        "WS_MAX_CONNECTIONS, 1",
        "WS_ALLOWED_ORIGINS, https://a.example",
        "LOGGER_LEVEL, debug",
        "LOGGER_MODE, development",
        "LOGGER_ENCODING, console",
        "REDIS_MAX_RETRIES, 3",
        "WS_READ_BUFFER_SIZE, 1024"
    })
    void everyVariableIsRead(String name, String value) throws StartupException {
        assertThat(Settings.read(Map.of("JWT_SECRET_KEY", SECRET, name, value)).toString())
                .isNotEqualTo(Settings.read(Map.of("JWT_SECRET_KEY", SECRET)).toString());
    }

    @Test
    void timesAreWrittenAsInGo() throws StartupException {
        Settings settings = Settings.read(Map.of(
                "JWT_SECRET_KEY", SECRET, "WS_PING_INTERVAL", "500ms", "WS_PONG_WAIT", "1h30m", "WS_WRITE_WAIT", "5m"));
        assertThat(settings.clients().pingInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.clients().pongWait()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.clients().writeWait()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyFaultIsListedAtOnceAndNoSecretIsShown() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Settings.read(Map.of(
                        "WS_PORT", "70000",
                        "REDIS_PORT", "abc",
                        "REDIS_USE_TLS", "perhaps",
                        "WS_PING_INTERVAL", "60s",
                        "WS_WRITE_WAIT", "soon",
                        "JWT_SECRET_KEY", "hunter2",
                        "LOGGER_LEVEL", "loud",
                        "WS_ALLOWED_ORIGINS", "https://a.example, b.example/",
                        "DISCORD_WEBHOOK_ID", "123")))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .containsExactlyInAnyOrder(
                                "the settings are wrong:",
                                "  WS_PORT is \"70000\", expected a number from 0 to 65535",
                                "  REDIS_PORT is \"abc\", expected a number from 1 to 65535",
                                "  REDIS_USE_TLS is \"perhaps\", expected false or true",
                                "  WS_WRITE_WAIT is \"soon\", expected a time from 10ms to 24h, such as 500ms, 30s, 5m or"
                                        + " 1h30m",
                                "  in WS_ALLOWED_ORIGINS \"b.example/\" is no origin, expected scheme://host or"
                                        + " scheme://host:port",
                                "  WS_PING_INTERVAL is 60000 ms, expected less than WS_PONG_WAIT, which is 60000 ms",
                                "  JWT_SECRET_KEY has 7 bytes of UTF-8, expected 32 or more",
                                "  LOGGER_LEVEL is \"loud\", expected debug or info or warn or error",
                                "  of DISCORD_WEBHOOK_ID and DISCORD_WEBHOOK_TOKEN one is set, expected both or"
                                        + " neither"));
    }

    @Test
    void aSettingWithoutEffectIsNamed() throws StartupException {
        Settings settings =
                Settings.read(Map.of("JWT_SECRET_KEY", SECRET, "REDIS_POOL_SIZE", "100", "WS_MODE", "release"));
        assertThat(settings.withoutEffect())
                .satisfiesExactly(
                        pool -> assertThat(pool).startsWith("REDIS_POOL_SIZE has no effect: there is no pool"),
                        mode -> assertThat(mode).startsWith("WS_MODE has no effect: "));
    }

    @Test
    void aSecretIsTakenAsItIs() throws StartupException {
        String odd = "${HOME} $$ \\ , \" # and as many bytes as it takes";
        Settings settings = Settings.read(Map.of("JWT_SECRET_KEY", odd, "REDIS_PASSWORD", "a,b\\,${c}"));
        assertThat(settings.jwtSecret().reveal()).isEqualTo(odd);
        assertThat(settings.redis().password().orElseThrow().reveal()).isEqualTo("a,b\\,${c}");
    }

    @Test
    void noSecretStandsInATextOfTheSettings() throws StartupException {
        Settings settings = Settings.read(Map.of(
                "JWT_SECRET_KEY",
                SECRET,
                "REDIS_PASSWORD",
                "hunter2",
                "DISCORD_WEBHOOK_ID",
                "123",
                "DISCORD_WEBHOOK_TOKEN",
                "hunter3"));
        assertThat(settings.toString()).doesNotContain(SECRET, "hunter");
    }
}
