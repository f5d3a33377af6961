package io.carillon.benchmarks.redis;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What comes to the receivers of a room here. One thread at a time tells it; others ask. */
final class Arrivals {
    /** Two digits are a hundredth. */
    private static final int DIGITS = 3;

    private static final double NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final double MEDIAN = 50;
    private static final double ALMOST_ALL = 99;

    private final int receivers;
    private final Board board;
    private final Recorder latencies = new Recorder(DIGITS);
    private long frames;

    Arrivals(int receivers, Board board) {
        this.receivers = receivers;
        this.board = board;
    }

    /** One receiver has got a message, which begins with when it was sent; zero if nobody wants to know how long it took. */
    void came(ByteBuffer message) {
        long sent = message.getLong(0);
        if (sent != 0) {
            latencies.recordValue(System.nanoTime() - sent);
        }
        if (++frames % receivers == 0) {
            board.write(frames / receivers);
        }
    }

    /** Of those since the last time: how many, and the 50th and 99th percentile in microseconds. */
    String take() {
        Histogram since = latencies.getIntervalHistogram();
        return since.getTotalCount() + " " + since.getValueAtPercentile(MEDIAN) / NANOS + " "
                + since.getValueAtPercentile(ALMOST_ALL) / NANOS;
    }
}
