package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.glassfish.tyrus.core.ExecutorServiceProvider;
import org.junit.jupiter.api.Test;

/** What Tyrus' timers are used for. */
class TyrusTimersTest extends ContainerTest {
    private static final int MESSAGES = 100;

    /** For an idle timeout of 0, which means none, Tyrus starts a timer for each message in either direction. */
    @Test
    void noMessageStartsATimer() throws Exception {
        application.received = (sender, message) -> sender.offer(message);
        start(TransportOptions.builder());
        Client client = connect();
        for (int i = 0; i < MESSAGES; i++) {
            client.send("hello");
        }
        await().until(() -> client.texts.size() == MESSAGES);

        ScheduledThreadPoolExecutor timers = (ScheduledThreadPoolExecutor)
                ((ExecutorServiceProvider) application.connection().session().getContainer())
                        .getScheduledExecutorService();
        // It starts one of its own while it opens a session.
        assertThat(timers.getTaskCount()).isLessThan(MESSAGES);
    }
}
