package io.carillon.examples.notifications;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.tyrus.core.monitoring.ApplicationEventListener;
import org.glassfish.tyrus.core.monitoring.EndpointEventListener;
import org.glassfish.tyrus.core.monitoring.MessageEventListener;

/**
 * Who is still to be told good-bye. A connection that the hub lets go of is closed on another thread; Tyrus tells of the end of its session
 * when the close frame is out, and no endpoint is told as much. Any thread may call.
 */
final class Sessions implements ApplicationEventListener, EndpointEventListener {
    private final Map<String, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

    /** Waits until all have ended that are open now, or until the time is up. */
    void awaitEnd(Duration atMost) {
        try {
            CompletableFuture.allOf(open.values().toArray(CompletableFuture<?>[]::new))
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Then they are cut off.
        }
    }

    @Override
    public EndpointEventListener onEndpointRegistered(String endpointPath, Class<?> endpointClass) {
        return this;
    }

    @Override
    public MessageEventListener onSessionOpened(String sessionId) {
        open.put(sessionId, new CompletableFuture<>());
        return MessageEventListener.NO_OP;
    }

    @Override
    public void onSessionClosed(String sessionId) {
        CompletableFuture<Void> ended = open.remove(sessionId);
        if (ended != null) {
            ended.complete(null);
        }
    }

    @Override
    public void onError(String sessionId, Throwable error) {}

    @Override
    public void onApplicationInitialized(String name) {}

    @Override
    public void onApplicationDestroyed() {}

    @Override
    public void onEndpointUnregistered(String endpointPath) {}
}
