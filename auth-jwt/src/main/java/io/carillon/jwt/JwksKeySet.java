package io.carillon.jwt;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a JWK set (RFC 7517) in a file or behind a URL, which is read again as time goes by, and when a token names a key that is
 * not in it.
 *
 * <p><b>Guarantees.</b> Strangers cannot make it read more often than every {@link #MIN_INTERVAL}, and there is one reading at a time. After a
 * reading that failed the next waits a second, then two, up to five minutes; meanwhile the keys of the last good one hold, for a
 * day. A key that is gone from the set verifies nothing after the next reading.
 *
 * <p>A key must say its {@code alg}; of those that do not, an RSA key is for {@code RS256} and one on a curve for the curve's algorithm.
 * Left out are keys that are not for signatures, that have no {@code kid} where there are several, and secrets, except from a file.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. It reads on threads of the JDK.
 */
public final class JwksKeySet implements KeySet {
    /** How often it is read, while somebody asks: every five minutes. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);
    /** How often it is read at most, however many unknown keys are named: every 30 seconds. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
    /** How long keys hold that cannot be read again: a day. */
    public static final Duration MAX_AGE = Duration.ofDays(1);

    private static final Duration MAX_BACK_OFF = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeySet.class);

    private final Supplier<CompletionStage<byte[]>> source;
    private final boolean secrets;
    private final LongSupplier nanoTime;

    /** What was read last; replaced as one. */
    private volatile State state;

    private final AtomicReference<@Nullable CompletableFuture<Void>> reading = new AtomicReference<>();

    /**
     * What is known.
     *
     * @param keys the keys of the last good reading
     * @param readAt when that was
     * @param failures how many readings have failed since
     * @param notBefore when the next may be
     */
    private record State(@Nullable Keys keys, long readAt, int failures, long notBefore) {}

    JwksKeySet(Supplier<CompletionStage<byte[]>> source, boolean secrets, LongSupplier nanoTime) {
        this.source = source;
        this.secrets = secrets;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.state = new State(null, now, 0, now);
    }

    /**
     * The keys behind a URL. The first reading begins now; handshakes wait for it.
     *
     * @param url {@code https}, or {@code http} on this machine; redirects are not followed
     * @return the keys
     * @throws IllegalArgumentException if the URL is another
     */
    public static JwksKeySet ofUrl(URI url) {
        JwksKeySet keys = new JwksKeySet(new JwksUrl(url), false, System::nanoTime);
        keys.refresh();
        return keys;
    }

    /**
     * The keys in a file, which may hold secrets ({@code oct}) that name their {@code alg}. Replace the file as a whole, by a move.
     *
     * @param file the file
     * @return the keys
     */
    public static JwksKeySet ofFile(Path file) {
        JwksKeySet keys = new JwksKeySet(() -> CompletableFuture.supplyAsync(() -> read(file)), true, System::nanoTime);
        keys.refresh();
        return keys;
    }

    @Override
    public Optional<VerificationKey> find(Optional<String> id) {
        State now = state;
        long age = nanoTime.getAsLong() - now.readAt();
        if (now.keys() == null || age > MAX_AGE.toNanos()) {
            return Optional.empty();
        }
        if (age > INTERVAL.toNanos()) {
            refresh();
        }
        return now.keys().find(id);
    }

    @Override
    public CompletionStage<Void> refresh() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = reading.compareAndExchange(null, mine);
        if (other != null) {
            return other.copy();
        }
        if (nanoTime.getAsLong() - state.notBefore() < 0) {
            reading.set(null);
            mine.complete(null);
            return mine;
        }
        source().orTimeout(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(this::parse)
                .whenComplete((keys, failure) -> {
                    state = failure == null ? read(keys) : failed(failure);
                    reading.set(null);
                    mine.complete(null);
                });
        return mine.copy();
    }

    private CompletableFuture<byte[]> source() {
        try {
            return source.get().toCompletableFuture().copy();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Keys parse(byte[] json) {
        List<VerificationKey> keys = JwkSet.parse(json, secrets);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key in it that verifies signatures");
        }
        return new Keys(keys);
    }

    private State read(Keys keys) {
        long now = nanoTime.getAsLong();
        return new State(keys, now, 0, now + MIN_INTERVAL.toNanos());
    }

    private State failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        State before = state;
        long wait = Math.min(TimeUnit.SECONDS.toNanos(1L << Math.min(before.failures(), 10)), MAX_BACK_OFF.toNanos());
        LOG.warn(
                "the JWK set could not be read, the next try is in {} s: {}",
                TimeUnit.NANOSECONDS.toSeconds(wait),
                cause.toString());
        return new State(before.keys(), before.readAt(), before.failures() + 1, nanoTime.getAsLong() + wait);
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > JwksUrl.MAX_BYTES) {
                throw new IOException("the JWK set is too large, expected at most " + JwksUrl.MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
