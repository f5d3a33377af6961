package io.carillon.examples.chat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What {@link Returner}s have lived through together. */
final class Returns {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Map<Integer, LongAdder> codes = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    /** When each instance has answered a handshake, whatever it said. */
    private final Map<Integer, Queue<Long>> answers = new ConcurrentHashMap<>();

    private final Queue<Long> away = new ConcurrentLinkedQueue<>();

    void accepted(int port) {
        answered(port, 101);
    }

    /** With an HTTP status; 0 where nobody listened. */
    void refused(int port, int status) {
        if (status == 0) {
            count(statuses, 0);
        } else {
            answered(port, status);
        }
    }

    void closed(int code) {
        count(codes, code);
    }

    void back(long nanos) {
        away.add(nanos);
    }

    private void answered(int port, int status) {
        count(statuses, status);
        answers.computeIfAbsent(port, first -> new ConcurrentLinkedQueue<>()).add(System.nanoTime());
    }

    private static void count(Map<Integer, LongAdder> counts, int what) {
        counts.computeIfAbsent(what, first -> new LongAdder()).increment();
    }

    /** How often clients were closed with which code. */
    Map<Integer, Long> codes() {
        return sums(codes);
    }

    /** How often a handshake was answered with which status; 0 where nobody listened. */
    Map<Integer, Long> statuses() {
        return sums(statuses);
    }

    private static Map<Integer, Long> sums(Map<Integer, LongAdder> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum(), Long::sum, TreeMap::new));
    }

    int returns() {
        return away.size();
    }

    /** The longest that somebody was away. */
    Duration longestAway() {
        return Duration.ofNanos(away.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    /** The most handshakes that one instance has answered within any one second. */
    int mostInASecond() {
        return answers.values().stream().mapToInt(Returns::mostInASecond).max().orElse(0);
    }

    private static int mostInASecond(Queue<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        int most = 0;
        for (int last = 0, first = 0; last < sorted.length; last++) {
            while (sorted[last] - sorted[first] > SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Override
    public String toString() {
        long[] sorted =
                away.stream().mapToLong(nanos -> nanos / 1_000_000).sorted().toArray();
        return String.format(
                "%d returns, away for p50 %d ms, p99 %d ms, at most %d ms; close codes %s; handshakes %s, at most %d a"
                        + " second on one instance",
                sorted.length, at(sorted, 50), at(sorted, 99), at(sorted, 100), codes(), statuses(), mostInASecond());
    }

    private static long at(long[] sorted, int percent) {
        return sorted.length == 0
                ? 0
                : Arrays.stream(sorted)
                        .skip((sorted.length - 1L) * percent / 100)
                        .findFirst()
                        .orElse(0);
    }
}
