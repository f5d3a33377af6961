package io.carillon.examples.notifications;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads variables, and gathers what is wrong with all of them. A variable that is empty counts as not set. What is wrong gets its
 * default, so that reading can go on; nobody uses it.
 */
final class Environment {
    private static final int ORDINAL = 300;
    private static final int MOST_SHOWN = 40;

    private final SmallRyeConfig config;
    private final List<String> faults = new ArrayList<>();

    Environment(Map<String, String> variables) {
        config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, ORDINAL))
                .withConverter(Duration.class, ORDINAL, Environment::duration)
                .build();
    }

    List<String> faults() {
        return faults;
    }

    void fault(String text) {
        faults.add(text);
    }

    boolean isSet(String name) {
        return text(name).isPresent();
    }

    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class);
    }

    /** Separated by commas; empty if it is not set. */
    List<String> list(String name) {
        return text(name).stream()
                .flatMap(all -> Stream.of(all.split(",")))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    int number(String name, int otherwise, int least, int most) {
        Optional<Integer> value = read(name, Integer.class, "a number from " + least + " to " + most);
        if (value.isPresent() && (value.get() < least || value.get() > most)) {
            wrong(name, "a number from " + least + " to " + most);
            return otherwise;
        }
        return value.orElse(otherwise);
    }

    Duration time(String name, Duration otherwise, Duration least, Duration most) {
        String expected = "a time from " + words(least) + " to " + words(most) + ", such as 500ms, 30s, 5m or 1h30m";
        Optional<Duration> value = read(name, Duration.class, expected);
        if (value.isPresent()
                && (value.get().compareTo(least) < 0 || value.get().compareTo(most) > 0)) {
            wrong(name, expected);
            return otherwise;
        }
        return value.orElse(otherwise);
    }

    boolean flag(String name) {
        return oneOf(name, "false", "false", "true").equals("true");
    }

    /** One of some words, whatever their case. */
    String oneOf(String name, String otherwise, String... words) {
        String value = text(name).orElse(otherwise).toLowerCase(Locale.ROOT);
        if (!List.of(words).contains(value)) {
            wrong(name, String.join(" or ", words));
            return otherwise;
        }
        return value;
    }

    private <T> Optional<T> read(String name, Class<T> type, String expected) {
        try {
            return config.getOptionalValue(name, type);
        } catch (IllegalArgumentException e) {
            wrong(name, expected);
            return Optional.empty();
        }
    }

    private void wrong(String name, String expected) {
        String value = text(name).orElse("");
        String shown = value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "…" : value;
        faults.add(name + " is \"" + shown.replaceAll("\\p{C}", "?") + "\", expected " + expected);
    }

    /** As the original writes them, in Go: {@code 500ms}, {@code 30s}, {@code 1h30m}. */
    private static Duration duration(String text) {
        try {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    private static String words(Duration time) {
        return time.toMillis() < 1000
                ? time.toMillis() + "ms"
                : time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
