package io.carillon.external;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts. Any thread may call. */
final class Counts {
    private final Map<ExternalCount, LongAdder> counts = new EnumMap<>(ExternalCount.class);

    Counts() {
        for (ExternalCount count : ExternalCount.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void add(ExternalCount count) {
        LongAdder adder = counts.get(count);
        if (adder != null) {
            adder.increment();
        }
    }

    Map<ExternalCount, Long> snapshot() {
        Map<ExternalCount, Long> now = new EnumMap<>(ExternalCount.class);
        counts.forEach((count, adder) -> now.put(count, adder.sum()));
        return Collections.unmodifiableMap(now);
    }
}
