package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ForcedEndTest {
    @Test
    void whoDoesNotEndInTimeIsForcedTo() throws Exception {
        try (ChildProcess hanging = ChildProcess.java(Hanging.class, Map.of())) {
            hanging.awaitLine("begun");
            hanging.terminate();
            assertThat(hanging.awaitExit()).isEqualTo(1);
            assertThat(hanging.errors()).containsExactly("carillon-notifications: not ended after 300 ms, forced to");
        }
    }

    /** A program whose end never comes. */
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            Runnable hang = () -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> NotificationsMain.end(hang, Duration.ofMillis(300)), "shutdown"));
            System.out.println("begun");
            never.await();
        }
    }
}
