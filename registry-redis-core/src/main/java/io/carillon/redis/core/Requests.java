package io.carillon.redis.core;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.PubSubSystem.Listener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The questions that wait for their answers, and the inbox where those arrive. */
final class Requests implements Listener {
    private final String token;
    private final ScriptCalls calls;
    private final Control control;
    private final Rejects rejects = new Rejects("frame");
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();

    Requests(String token, ScriptCalls calls, Control control) {
        this.token = token;
        this.calls = calls;
        this.control = control;
    }

    /** The server says how many listen, so a question to nobody fails at once. */
    CompletionStage<byte[]> ask(String channel, byte[] payload, Duration timeout) {
        long number = last.incrementAndGet();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        pending.put(number, answer);
        Runnable stop = control.after(
                timeout,
                () -> answer.completeExceptionally(new BackplaneTimeoutException("no answer within " + timeout)));
        answer.whenComplete((value, error) -> {
            stop.run();
            pending.remove(number);
        });
        byte[] question = Frames.question(number, token, payload);
        calls.publish(Script.ASK, channel, question).whenComplete((listening, error) -> {
            if (error != null) {
                answer.completeExceptionally(RedisErrors.of(error));
            } else if (listening.isEmpty() || listening.get(0).equals(0L)) {
                answer.completeExceptionally(new BackplaneUnavailableException("nobody answers there"));
            }
        });
        return answer;
    }

    @Override
    public void onMessage(byte[] frame) {
        try {
            if (Frames.readArrival(frame) instanceof Frames.AnswerCame came) {
                CompletableFuture<byte[]> waiting = pending.get(came.question());
                if (waiting != null) {
                    waiting.complete(came.body());
                }
            }
        } catch (Frames.MalformedFrameException e) {
            rejects.add(frame, e);
        }
    }

    void close() {
        pending.values()
                .forEach(answer ->
                        answer.completeExceptionally(new BackplaneUnavailableException("the backplane is closed")));
    }
}
