package io.carillon.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Small values that hold for the whole cluster, each for a limited time. For what one instance alone cannot know: how many
 * connections a user has, whether a ticket was used, whether a token was revoked. An optional part of a {@link Backplane}.
 *
 * <pre>{@code
 * values.hold("user:ada", connectionId, 5, ofMinutes(1))  // at most five at once; again every twenty seconds, and then release
 * values.put("ticket:" + secret, user, ofSeconds(30))     // take("ticket:" + secret) gives it once, on any instance
 * values.put("revoked:" + tokenId, mark, untilItsEnd)     // get("revoked:" + tokenId)
 * }</pre>
 *
 * <p><b>Guarantees.</b> Each call is one step, which happens wholly or not. A call that begins after another's stage is done sees what
 * that has done, on any instance, unless the broker has lost what it had confirmed, as one does that fails over or restarts without a
 * disk. What one instance asks of one name takes effect in the order of the calls, also where the answer was lost. What is put
 * and what is held under one name do not touch each other.
 *
 * <p><b>Time.</b> A life is measured by the broker's clock. Nothing is seen after the end of its life; two machines' clocks are never
 * compared.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Stages may complete on threads of the backplane's own, which
 * serve everybody: what is chained to them must neither block nor work.
 *
 * <p><b>Bounds.</b> Names, of values and of holders, are opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8. They may be
 * secrets: no error and no log shows them. Values are any bytes, at most {@value #MAX_VALUE_BYTES}; an array that is handed over, in
 * either direction, is not changed afterwards by anyone. A life is 1 millisecond to 366 days, in whole milliseconds.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} is thrown at once for a name, a limit or a life out of bounds. Stages fail with
 * {@link io.carillon.BackplaneUnavailableException} when nothing happened, {@link io.carillon.BackplaneTimeoutException} when the
 * outcome is unknown, and {@link io.carillon.LimitExceededException} for a value that is too long.
 */
public interface ClusterValues {
    /** The longest value, in bytes: {@value}. */
    int MAX_VALUE_BYTES = 4_096;

    /** The longest life. */
    Duration MAX_LIFE = Duration.ofDays(366);

    /**
     * Puts a value under a name, in place of one that is there. Putting the same again begins its life anew.
     *
     * @param name the name
     * @param value the value
     * @param life how long it is there
     * @return done when everybody gets it. Rule CV-1
     */
    CompletionStage<Void> put(String name, byte[] value, Duration life);

    /**
     * The value under a name, which stays there.
     *
     * @param name the name
     * @return the value; empty if there is none, or its life is over. Rule CV-2
     */
    CompletionStage<Optional<byte[]>> get(String name);

    /**
     * Takes the value away from under a name. Of all who ask, on any instance, one gets it; if the answer is lost, none.
     *
     * @param name the name
     * @return the value; empty if there is none, or its life is over. Rule CV-3
     */
    CompletionStage<Optional<byte[]>> take(String name);

    /**
     * Takes one of a limited number of places under a name, unless others have them all. Who holds one and asks again keeps it,
     * whatever the limit, and its life begins anew. So an owner that lives asks again well before the end (three times in a life), and
     * what a crashed one held ends by itself. After an unknown outcome ask again, or release: either is safe.
     *
     * <p>Callers need not have the same limit: each is told whether its own still has room. An owner that only renews passes
     * {@link Integer#MAX_VALUE}, and so keeps its place also where the broker has lost it and given it to others.
     *
     * @param name the name
     * @param holder who is to hold a place: unique within the name, a {@link io.carillon.ConnectionId} for example
     * @param limit how many may hold one at once, this one among them, 1 or more
     * @param life how long it holds without asking again
     * @return true if it holds one; false if others have them all, and nothing was changed. Rule CV-4
     */
    CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life);

    /**
     * Gives a place back. Who holds none gives nothing back: doing it twice is harmless.
     *
     * @param name the name
     * @param holder who held it
     * @return done when there is room for another. Rule CV-5
     */
    CompletionStage<Void> release(String name, String holder);

    /**
     * For those who implement it: checks a life.
     *
     * @param life how long something is to be there
     * @return the same in milliseconds
     * @throws IllegalArgumentException if it is shorter or longer than it may be
     */
    static long checkLife(Duration life) {
        if (life.compareTo(Duration.ofMillis(1)) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("the life is " + life + ", expected 1 millisecond to " + MAX_LIFE);
        }
        return life.toMillis();
    }
}
