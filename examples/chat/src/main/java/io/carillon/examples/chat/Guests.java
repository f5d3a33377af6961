package io.carillon.examples.chat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who is here, so that a server that stops can wait until they have gone. Any thread may call.
 *
 * @param <K> what tells one from the other
 */
final class Guests<K> {
    private final Map<K, CompletableFuture<Void>> present = new ConcurrentHashMap<>();

    void enter(K guest) {
        present.put(guest, new CompletableFuture<>());
    }

    void leave(K guest) {
        CompletableFuture<Void> gone = present.remove(guest);
        if (gone != null) {
            gone.complete(null);
        }
    }

    /** Waits until all have gone who are present now, or until the time is up. */
    void awaitGone(Duration atMost) {
        try {
            CompletableFuture.allOf(present.values().toArray(CompletableFuture<?>[]::new))
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Then they are cut off.
        }
    }
}
