package io.carillon.faults;

import io.carillon.Names;
import io.carillon.spi.ClusterValues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Values at the other end of a {@link FaultyLink}. What must be thrown at once is thrown here: over the link it would be an answer. */
final class FaultyValues implements ClusterValues {
    private final ClusterValues values;
    private final FaultyLink link;

    FaultyValues(ClusterValues values, FaultyLink link) {
        this.values = values;
        this.link = link;
    }

    @Override
    public CompletionStage<Void> put(String name, byte[] value, Duration life) {
        ClusterValues.checkLife(life);
        return value.length > MAX_VALUE_BYTES
                ? values.put(name, value, life)
                : ask(name, () -> values.put(name, value, life));
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(String name) {
        return ask(name, () -> values.get(name));
    }

    @Override
    public CompletionStage<Optional<byte[]>> take(String name) {
        return ask(name, () -> values.take(name));
    }

    @Override
    public CompletionStage<Boolean> hold(String name, String holder, int limit, Duration life) {
        Names.check("holder", holder);
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + ", expected 1 or more");
        }
        ClusterValues.checkLife(life);
        return ask(name, () -> values.hold(name, holder, limit, life));
    }

    @Override
    public CompletionStage<Void> release(String name, String holder) {
        Names.check("holder", holder);
        return ask(name, () -> values.release(name, holder));
    }

    /** All of them take effect in their order: one way for all, because names are secrets that nothing should be named after. */
    private <T> CompletionStage<T> ask(String name, Supplier<CompletionStage<T>> call) {
        Names.check("value", name);
        return link.call("values", call, undone -> {});
    }
}
