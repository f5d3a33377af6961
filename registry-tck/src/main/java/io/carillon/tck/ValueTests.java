package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.Backplane;
import io.carillon.spi.ClusterValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** Values that hold for the whole cluster, as one instance ({@code values}) and another ({@code elsewhere}) see them. */
abstract class ValueTests extends BrokerTests {
    /** A life that does not end within a test. */
    static final Duration LONG = Duration.ofHours(1);
    /** One that does. */
    static final Duration SHORT = Duration.ofSeconds(1);

    ClusterValues values;
    ClusterValues elsewhere;

    @BeforeEach
    void openValues() {
        values = of(here);
        elsewhere = of(open());
    }

    static ClusterValues of(Backplane backplane) {
        assertThat(backplane.values())
                .as("the values of a backplane, for which this contract is")
                .isPresent();
        return backplane.values().orElseThrow();
    }

    final void put(String name, String value, Duration life) {
        deadline.done(values.put(name, bytes(value), life));
    }

    final Optional<String> get(ClusterValues asked, String name) {
        return deadline.done(asked.get(name)).map(ValueTests::text);
    }

    final boolean hold(ClusterValues asked, String name, String holder, int limit) {
        return deadline.done(asked.hold(name, holder, limit, LONG));
    }

    final void release(String name, String holder) {
        deadline.done(values.release(name, holder));
    }

    /** How many of many who ask at once, on two instances, are told yes. */
    final <T> long granted(int many, Function<Attempt, CompletionStage<T>> ask, Function<T, Boolean> yes) {
        List<CompletionStage<T>> asked = new ArrayList<>();
        IntStream.range(0, many)
                .forEach(i -> asked.add(ask.apply(new Attempt(i % 2 == 0 ? values : elsewhere, "holder " + i))));
        return asked.stream().map(deadline::done).filter(yes::apply).count();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** One of many who ask at once. */
    record Attempt(ClusterValues asked, String holder) {}
}
