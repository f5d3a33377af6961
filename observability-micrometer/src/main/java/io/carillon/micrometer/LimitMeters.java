package io.carillon.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counters that somebody else keeps, by reasons that are fixed when they are bound. */
final class LimitMeters implements MeterBinder {
    private static final String OTHER = "other";
    private static final int MOST_REASONS = 64;
    private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,40}");

    private final Supplier<? extends Map<?, Long>> refusals;
    private final Tags tags;

    LimitMeters(Supplier<? extends Map<?, Long>> refusals, Tags tags) {
        this.refusals = refusals;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Set<String> reasons = refusals.get().keySet().stream()
                .map(LimitMeters::reasonOf)
                .filter(reason -> REASON.matcher(reason).matches() && !reason.equals(OTHER))
                .sorted()
                .limit(MOST_REASONS)
                .collect(Collectors.toUnmodifiableSet());
        reasons.forEach(reason -> bind(registry, reason, reason::equals));
        bind(registry, OTHER, reason -> !reasons.contains(reason));
    }

    private void bind(MeterRegistry registry, String label, Predicate<String> counts) {
        FunctionCounter.builder(
                        "carillon.limits.refused",
                        refusals,
                        from -> from.get().entrySet().stream()
                                .filter(entry -> counts.test(reasonOf(entry.getKey())))
                                .mapToLong(Map.Entry::getValue)
                                .sum())
                .tags(tags.and("reason", label))
                .description("What limits have refused")
                .register(registry);
    }

    private static String reasonOf(Object key) {
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
