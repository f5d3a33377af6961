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

/** Counters that somebody else keeps, by words that are fixed when they are bound. */
final class KeptCounters implements MeterBinder {
    private static final String OTHER = "other";
    private static final int MOST_WORDS = 64;
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,40}");

    private final String name;
    private final String label;
    private final String description;
    private final Supplier<? extends Map<?, Long>> counts;
    private final Tags tags;

    KeptCounters(String name, String label, String description, Supplier<? extends Map<?, Long>> counts, Tags tags) {
        this.name = name;
        this.label = label;
        this.description = description;
        this.counts = counts;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Set<String> words = counts.get().keySet().stream()
                .map(KeptCounters::wordOf)
                .filter(word -> WORD.matcher(word).matches() && !word.equals(OTHER))
                .sorted()
                .limit(MOST_WORDS)
                .collect(Collectors.toUnmodifiableSet());
        words.forEach(word -> bind(registry, word, word::equals));
        bind(registry, OTHER, word -> !words.contains(word));
    }

    private void bind(MeterRegistry registry, String value, Predicate<String> which) {
        FunctionCounter.builder(
                        name,
                        counts,
                        from -> from.get().entrySet().stream()
                                .filter(entry -> which.test(wordOf(entry.getKey())))
                                .mapToLong(Map.Entry::getValue)
                                .sum())
                .tags(tags.and(label, value))
                .description(description)
                .register(registry);
    }

    private static String wordOf(Object key) {
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
