package io.carillon.examples.chat;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that comes back, as the page does: when it was told to, where it was told; after a growing time, where it was not. It has
 * the addresses of all instances and takes any.
 */
final class Returner implements WebSocket.Listener {
    private static final Pattern HINT = Pattern.compile("retry in (\\d+) ms$");
    private static final long FIRST_DELAY = 500;
    private static final long LONGEST_DELAY = 4_000;

    private final List<Integer> ports;
    private final String target;
    private final String token;
    private final Returns log;
    private final CompletableFuture<Void> firstWelcome = new CompletableFuture<>();

    private int attempts;
    private long lost = System.nanoTime();
    private volatile boolean welcome;
    private volatile boolean stays;
    private volatile WebSocket socket;

    Returner(List<Integer> ports, String room, String token, Returns log) {
        this.ports = ports;
        this.target = "/ws/chat/" + room;
        this.token = token;
        this.log = log;
    }

    /** Comes in; done with the welcome. */
    CompletableFuture<Void> come() {
        connect();
        return firstWelcome;
    }

    /** Whether it is in its room. */
    boolean isWelcome() {
        return welcome;
    }

    /** Does not come back any more. */
    void stay() {
        stays = true;
        WebSocket last = socket;
        if (last != null) {
            last.abort();
        }
    }

    private void connect() {
        int port = ports.get(ThreadLocalRandom.current().nextInt(ports.size()));
        Client.HTTP
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create("ws://127.0.0.1:" + port + target), this)
                .whenComplete((opened, failure) -> {
                    if (failure == null) {
                        log.accepted(port);
                        socket = opened;
                    } else {
                        log.refused(port, statusOf(failure));
                        comeBack(backOff());
                    }
                });
    }

    private static int statusOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : 0;
    }

    private long backOff() {
        long span = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(attempts++, 10));
        return ThreadLocalRandom.current().nextLong(span / 2, span);
    }

    private void comeBack(long millis) {
        if (!stays) {
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::connect);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (!welcome && data.toString().startsWith("Welcome")) {
            attempts = 0;
            if (firstWelcome.isDone()) {
                log.back(System.nanoTime() - lost);
            }
            // Last: whoever sees it may count on the rest.
            welcome = true;
            firstWelcome.complete(null);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended(code, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended(1006, "");
    }

    private void ended(int code, String reason) {
        if (stays) {
            return;
        }
        log.closed(code);
        if (welcome) {
            lost = System.nanoTime();
        }
        welcome = false;
        Matcher hint = HINT.matcher(reason);
        comeBack(hint.find() ? Long.parseLong(hint.group(1)) : backOff());
    }
}
