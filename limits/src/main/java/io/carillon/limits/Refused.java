package io.carillon.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts refusals. Any thread may call. */
final class Refused {
    private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

    Refused() {
        for (Limit limit : Limit.values()) {
            counts.put(limit, new LongAdder());
        }
    }

    void count(Limit limit) {
        LongAdder count = counts.get(limit);
        if (count != null) {
            count.increment();
        }
    }

    Map<Limit, Long> snapshot() {
        Map<Limit, Long> now = new EnumMap<>(Limit.class);
        counts.forEach((limit, count) -> now.put(limit, count.sum()));
        return Collections.unmodifiableMap(now);
    }
}
