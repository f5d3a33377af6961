package io.carillon.examples.notifications;

import io.carillon.Health;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a Discord webhook when the service is degraded, has recovered, or has given up. At most one message in a time; of what comes
 * meanwhile only the last is told, when the time is over. The last word of a process does not wait for that.
 *
 * <p><b>Threads.</b> Any; none waits but in {@link #gaveUp}.
 */
final class Alerts {
    static final Duration APART = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final @Nullable URI webhook;
    private final Duration apart;
    private final String instance;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean degraded;
    private boolean waiting;
    private @Nullable String next;

    /**
     * Alerts of one instance.
     *
     * @param webhook where to; null: nowhere
     * @param apart how long to wait after a message
     */
    Alerts(@Nullable URI webhook, Duration apart, String instance) {
        this.webhook = webhook;
        this.apart = apart;
        this.instance = instance;
    }

    /** The health has changed. That the instance leaves is no alert. */
    void healthChanged(Health health) {
        lock.lock();
        try {
            if (health.equals(Health.LEAVING) || health.ready() != degraded) {
                return;
            }
            degraded = !health.ready();
            next = degraded ? "degraded: " + health.reason().orElse("unknown") : "recovered";
            if (!waiting) {
                tellNext();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellNext() {
        String text = next;
        next = null;
        waiting = text != null;
        if (text != null) {
            tell(text);
            CompletableFuture.delayedExecutor(apart.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::afterWaiting);
        }
    }

    private void afterWaiting() {
        lock.lock();
        try {
            tellNext();
        } finally {
            lock.unlock();
        }
    }

    /** The last word: waits until it is out, for some seconds at most. */
    void gaveUp(String why) {
        tell("gave up: " + why)
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The address is a secret, so no failure is shown as it is. */
    private CompletableFuture<@Nullable Void> tell(String text) {
        if (webhook == null) {
            return CompletableFuture.completedFuture(null);
        }
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Answer.json(200, Map.of("content", instance + " " + text))
                        .body()))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding()).handle((response, failure) -> {
            if (failure != null || response.statusCode() >= 300) {
                LOG.warn(
                        "An alert did not reach the webhook: {}",
                        failure == null
                                ? "status " + response.statusCode()
                                : failure.getClass().getSimpleName());
            }
            return null;
        });
    }
}
