package io.carillon.examples.notifications;

import io.carillon.Health;
import io.carillon.health.DeepReport;
import io.carillon.health.HealthCheck;
import io.carillon.health.HealthReport;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What operators and their machines look at, in the words of the original. Any thread. */
final class StatusPages {
    private final HealthCheck health;
    private final PrometheusMeterRegistry meters;
    private final Counters counters;

    StatusPages(HealthCheck health, PrometheusMeterRegistry meters, Counters counters) {
        this.health = health;
        this.meters = meters;
        this.counters = counters;
    }

    Answer live() {
        return Answer.json(health.live() ? 200 : 503, Map.of("live", health.live()));
    }

    Answer ready() {
        Health now = health.ready();
        return now.ready()
                ? Answer.json(200, Map.of("ready", true))
                : Answer.json(503, Map.of("ready", false, "reason", now.reason().orElse("unknown")));
    }

    CompletionStage<Answer> health() {
        return health.check().thenApply(report -> Answer.json(report.healthy() ? 200 : 503, page(report)));
    }

    private static Map<String, Object> page(HealthReport report) {
        Map<String, Object> redis = new LinkedHashMap<>();
        redis.put("status", report.brokerRoundTrip().isPresent() ? "connected" : "disconnected");
        report.brokerRoundTripMillis().ifPresent(time -> redis.put("ping_ms", time));
        report.problem().ifPresent(problem -> redis.put("error", problem));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", report.healthy() ? "healthy" : "degraded");
        page.put("timestamp", report.timestamp().toString());
        page.put("redis", redis);
        page.put("websocket", people("active_connections", report));
        page.put("uptime_seconds", report.uptime().toSeconds());
        return page;
    }

    private static Map<String, Object> people(String connections, HealthReport report) {
        Map<String, Object> people = new LinkedHashMap<>();
        people.put(connections, report.connections());
        people.put("total_unique_users", report.users());
        return people;
    }

    /** Tries what clients need, from end to end. */
    CompletionStage<Answer> deepHealth() {
        return health.deepCheck().thenApply(report -> Answer.json(report.healthy() ? 200 : 503, page(report)));
    }

    private static Map<String, Object> page(DeepReport report) {
        List<Map<String, Object>> steps =
                report.steps().stream().map(StatusPages::page).toList();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", report.healthy() ? "healthy" : "degraded");
        page.put("steps", steps);
        return page;
    }

    private static Map<String, Object> page(DeepReport.Step step) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("part", step.part().name().toLowerCase(Locale.ROOT));
        page.put("took_ms", step.took().toNanos() / 1e6);
        step.problem().ifPresent(problem -> page.put("problem", problem));
        return page;
    }

    /** For Prometheus. */
    Answer metrics() {
        return new Answer(200, "text/plain;version=0.0.4;charset=utf-8", Map.of(), meters.scrape());
    }

    /** For people who know the original. */
    CompletionStage<Answer> metricsAsJson() {
        return health.check().thenApply(report -> {
            Map<String, Object> messages = new LinkedHashMap<>();
            messages.put("received_from_redis", counters.received());
            messages.put("sent_to_clients", counters.sent());
            messages.put("failed", counters.failed());
            messages.put("malformed", counters.malformed());
            messages.put("ignored_from_clients", counters.ignored());
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("service", "carillon-notifications");
            page.put("timestamp", report.timestamp().toString());
            page.put("uptime_seconds", report.uptime().toSeconds());
            page.put("connections", people("active", report));
            page.put("messages", messages);
            return Answer.json(200, page);
        });
    }
}
