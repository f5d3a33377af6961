package io.carillon.benchmarks.redis;

import java.util.Locale;

/** What is found out, and what we aim for as a ratio of the hub to what stands beside it. */
enum Figure {
    P50("one-way latency at %,d/s, p50, µs", 1.5, true),
    P99("one-way latency at %,d/s, p99, µs", 1.5, true),
    PUBLISHED("publishes/s, nobody listens, %d threads", 1.0, false),
    PUBLISH_CPU("CPU of both instances per publish, µs", Double.NaN, true),
    DELIVERED("messages/s to %d receivers on another instance", 0.8, false),
    DELIVERY_CPU("CPU of both instances per message, µs", Double.NaN, true),
    PAIRS("joins and leaves, pairs/s", 0.5, false),
    PAIR_CPU("CPU of both instances per pair, µs", Double.NaN, true);

    private final String label;
    private final double aim;
    private final boolean small;

    Figure(String label, double aim, boolean small) {
        this.label = label;
        this.aim = aim;
        this.small = small;
    }

    String label(Shape shape) {
        int number = switch (this) {
            case P50, P99 -> Shape.PER_SECOND;
            case PUBLISHED -> shape.threads;
            default -> shape.receivers;
        };
        return String.format(Locale.ROOT, label, number);
    }

    /** What an interval says of the aim: it is met or missed only where the whole interval says so. */
    String verdict(double low, double high) {
        if (Double.isNaN(aim)) {
            return "";
        }
        boolean met = small ? high <= aim : low >= aim;
        boolean missed = small ? low > aim : high < aim;
        String word = met ? "ok" : missed ? "MISSED" : "undecided";
        return String.format(Locale.ROOT, "%s %.1f: %s", small ? "≤" : "≥", aim, word);
    }
}
