package io.carillon.benchmarks.load;

import java.util.concurrent.TimeUnit;

/**
 * What the client has seen of one run.
 *
 * @param frames how many frames have come
 * @param nanos within which time
 * @param p50 nanoseconds from publishing to a member's having it, the median
 * @param p99 the same, for all but one of a hundred
 */
record Run(long frames, long nanos, long p50, long p99) {
    static final Run NONE = new Run(0, 0, 0, 0);

    static Run parse(String line) {
        String[] words = line.split(" ", -1);
        return new Run(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    /** Both; the percentiles are means, weighted by frames. */
    Run plus(Run other) {
        long all = frames + other.frames;
        return new Run(
                all,
                nanos + other.nanos,
                (p50 * frames + other.p50 * other.frames) / all,
                (p99 * frames + other.p99 * other.frames) / all);
    }

    String line() {
        return frames + " " + nanos + " " + p50 + " " + p99;
    }

    double perSecond() {
        return frames * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }
}
