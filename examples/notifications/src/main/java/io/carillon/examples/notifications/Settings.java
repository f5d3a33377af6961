package io.carillon.examples.notifications;

import io.carillon.jakarta.OriginPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the environment says: the names and defaults of the original, and a few of our own, which {@code .env.example} lists.
 *
 * @param host where to listen
 * @param port where to listen; 0 takes any free port
 * @param redis where Redis is
 * @param clients what holds for each client
 * @param maxConnections how many there may be at once
 * @param jwtSecret what tokens are signed with
 * @param log how to log
 * @param webhook where alerts go
 * @param withoutEffect variables that are set and do nothing here, each with the reason
 */
record Settings(
        String host,
        int port,
        Redis redis,
        Clients clients,
        int maxConnections,
        Secret jwtSecret,
        Log log,
        Optional<Secret> webhook,
        List<String> withoutEffect) {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAX_PORT = 65_535;
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String NO_POOL =
            "there is no pool: the backplane has three connections, which it keeps for as long as they work";
    private static final Map<String, String> NOT_HERE = Map.of(
            "REDIS_POOL_SIZE", NO_POOL,
            "REDIS_MIN_IDLE_CONNS", NO_POOL,
            "REDIS_POOL_TIMEOUT", NO_POOL,
            "REDIS_CONN_MAX_IDLE_TIME", NO_POOL,
            "REDIS_CONN_MAX_LIFETIME", NO_POOL,
            "REDIS_MAX_RETRIES", "nothing is sent twice; see REDIS_RECONNECT_ATTEMPTS",
            "WS_READ_BUFFER_SIZE", "Tyrus sizes its own buffers",
            "WS_WRITE_BUFFER_SIZE", "Tyrus sizes its own buffers",
            "WS_MODE", "it is a mode of the Go framework of the original");

    /**
     * Where Redis is.
     *
     * @param attempts how many attempts to reconnect there are, in a row, before the program ends
     * @param delay between two of them
     * @param pattern whether one pattern is subscribed to, rather than the channels of those who are here
     */
    record Redis(
            String host,
            int port,
            Optional<Secret> password,
            int database,
            boolean tls,
            int attempts,
            Duration delay,
            boolean pattern) {}

    /**
     * What holds for each client.
     *
     * @param origins where pages that may connect come from; the host that they connect to if it is empty
     */
    record Clients(
            Duration pingInterval, Duration pongWait, Duration writeWait, int maxMessageSize, List<String> origins) {
        OriginPolicy originPolicy() {
            return origins.isEmpty() ? OriginPolicy.sameOrigin() : OriginPolicy.allow(origins.toArray(String[]::new));
        }
    }

    /** How to log. */
    record Log(String level, boolean json) {}

    /** Reads them all, and complains about all of them at once. */
    static Settings read(Map<String, String> variables) throws StartupException {
        Environment in = new Environment(variables);
        Settings settings = new Settings(
                in.text("WS_HOST").orElse("0.0.0.0"),
                in.number("WS_PORT", 8081, 0, MAX_PORT),
                redis(in),
                clients(in),
                in.number("WS_MAX_CONNECTIONS", 10_000, 1, 1_000_000),
                secret(in),
                log(in),
                webhook(in),
                NOT_HERE.keySet().stream()
                        .sorted()
                        .filter(in::isSet)
                        .map(name -> name + " has no effect: " + NOT_HERE.get(name))
                        .toList());
        if (!in.faults().isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("the settings are wrong:"));
            in.faults().forEach(fault -> lines.add("  " + fault));
            throw new StartupException(String.join(System.lineSeparator(), lines));
        }
        return settings;
    }

    private static Redis redis(Environment in) {
        return new Redis(
                in.text("REDIS_HOST").orElse("localhost"),
                in.number("REDIS_PORT", 6379, 1, MAX_PORT),
                in.text("REDIS_PASSWORD").map(Secret::new),
                in.number("REDIS_DB", 0, 0, 1_000_000),
                in.flag("REDIS_USE_TLS"),
                in.number("REDIS_RECONNECT_ATTEMPTS", 10, 1, 1_000_000),
                in.time("REDIS_RECONNECT_DELAY", Duration.ofSeconds(5), MOMENT, Duration.ofHours(1)),
                in.oneOf("REDIS_SUBSCRIBE", "users", "users", "pattern").equals("pattern"));
    }

    private static Clients clients(Environment in) {
        Clients clients = new Clients(
                in.time("WS_PING_INTERVAL", Duration.ofSeconds(30), MOMENT, DAY),
                in.time("WS_PONG_WAIT", Duration.ofSeconds(60), MOMENT, DAY),
                in.time("WS_WRITE_WAIT", Duration.ofSeconds(10), MOMENT, DAY),
                in.number("WS_MAX_MESSAGE_SIZE", 512, 1, 16 << 20),
                in.list("WS_ALLOWED_ORIGINS"));
        try {
            clients.originPolicy();
        } catch (IllegalArgumentException e) {
            in.fault("in WS_ALLOWED_ORIGINS " + e.getMessage());
        }
        if (clients.pingInterval().compareTo(clients.pongWait()) >= 0) {
            in.fault("WS_PING_INTERVAL is " + clients.pingInterval().toMillis()
                    + " ms, expected less than WS_PONG_WAIT, which is "
                    + clients.pongWait().toMillis() + " ms");
        }
        return clients;
    }

    private static Secret secret(Environment in) {
        String text = in.text("JWT_SECRET_KEY").orElse("");
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_SECRET_BYTES) {
            in.fault(
                    bytes == 0
                            ? "JWT_SECRET_KEY is not set, expected " + MIN_SECRET_BYTES + " bytes or more"
                            : "JWT_SECRET_KEY has " + bytes + " bytes of UTF-8, expected " + MIN_SECRET_BYTES
                                    + " or more");
        }
        return new Secret(text);
    }

    private static Log log(Environment in) {
        String mode = in.oneOf("LOGGER_MODE", "production", "production", "development");
        String encoding =
                in.oneOf("LOGGER_ENCODING", mode.equals("production") ? "json" : "console", "json", "console");
        return new Log(in.oneOf("LOGGER_LEVEL", "info", "debug", "info", "warn", "error"), encoding.equals("json"));
    }

    private static Optional<Secret> webhook(Environment in) {
        Optional<String> id = in.text("DISCORD_WEBHOOK_ID");
        Optional<String> token = in.text("DISCORD_WEBHOOK_TOKEN");
        if (id.isPresent() != token.isPresent()) {
            in.fault("of DISCORD_WEBHOOK_ID and DISCORD_WEBHOOK_TOKEN one is set, expected both or neither");
        } else if (Stream.concat(id.stream(), token.stream()).anyMatch(part -> !part.matches("[A-Za-z0-9_-]+"))) {
            in.fault("DISCORD_WEBHOOK_ID or DISCORD_WEBHOOK_TOKEN has other characters than letters, digits, - and _");
            return Optional.empty();
        }
        return id.flatMap(
                name -> token.map(secret -> new Secret("https://discord.com/api/webhooks/" + name + "/" + secret)));
    }
}
