package io.carillon.examples.notifications;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One instance in one process. All its settings are in the environment; {@code .env.example} lists them. */
public final class NotificationsMain {
    private static final String NAME = "carillon-notifications";
    static final Duration LONGEST_END = Duration.ofSeconds(30);

    /** Why it ends by itself; the last line that it writes. */
    private static volatile @Nullable String lastWord;

    private NotificationsMain() {}

    /**
     * Runs until it is stopped, or has given up on Redis.
     *
     * @param args none
     * @throws InterruptedException never: nobody interrupts it
     */
    public static void main(String[] args) throws InterruptedException {
        try {
            Settings settings = Settings.read(System.getenv());
            Logs.configure(settings.log());
            Alerts alerts = new Alerts(
                    settings.webhook().map(Secret::reveal).map(URI::create).orElse(null),
                    Alerts.APART,
                    NAME + " at " + settings.host() + ":" + settings.port());
            NotificationService service =
                    NotificationService.start(settings, alerts, () -> giveUp(settings.redis(), alerts));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(service::close, LONGEST_END), "shutdown"));
            System.out.println(NAME + " listens on port " + service.port());
        } catch (StartupException e) {
            System.err.println(NAME + ": " + e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static void giveUp(Settings.Redis redis, Alerts alerts) {
        String why = "Redis at " + redis.host() + ":" + redis.port() + " did not come back, " + redis.attempts()
                + " attempts " + redis.delay().toMillis() + " ms apart";
        lastWord = NAME + ": gave up: " + why;
        alerts.gaveUp(why);
        System.exit(1);
    }

    /** Ends in order if that is done in time, and by force if not. */
    static void end(Runnable close, Duration longest) {
        CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    System.err.println(NAME + ": not ended after " + longest.toMillis() + " ms, forced to");
                    Runtime.getRuntime().halt(1);
                });
        close.run();
        String word = lastWord;
        if (word != null) {
            System.err.println(word);
        }
    }
}
