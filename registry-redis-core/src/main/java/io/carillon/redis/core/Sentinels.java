package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;
import static io.carillon.redis.core.Text.text;

import io.carillon.BackplaneUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks Sentinels, one after the other, where the server is that takes writes now. Each new connection asks again, so after a failover it
 * leads to the new one; whether that is a master it has to say itself.
 */
final class Sentinels implements Whereabouts {
    private final RedisDriver driver;
    private final Inquiry inquiry;
    private final List<String> addresses;
    private final String master;

    Sentinels(RedisDriver driver, Inquiry inquiry, List<String> addresses, String master) {
        this.driver = driver;
        this.inquiry = inquiry;
        this.addresses = List.copyOf(addresses);
        this.master = master;
    }

    @Override
    public CompletionStage<String> find() {
        return find(0, null);
    }

    @Override
    public String name() {
        return master + " behind the Sentinels " + String.join(", ", addresses);
    }

    private CompletionStage<String> find(int index, @Nullable Throwable last) {
        if (index == addresses.size()) {
            return CompletableFuture.failedStage(
                    last == null
                            ? new BackplaneUnavailableException("no Sentinel knows a master named " + master)
                            : last);
        }
        String address = addresses.get(index);
        WireCommand command = new WireCommand("SENTINEL", List.of(text("GET-MASTER-ADDR-BY-NAME"), text(master)));
        return inquiry.ask(listener -> driver.openSentinel(address, listener), List.of(command))
                .handle((answers, error) -> {
                    if (answers != null && answers.get(0) instanceof List<?> place && place.size() == 2) {
                        return CompletableFuture.completedStage(string(place.get(0)) + ":" + string(place.get(1)));
                    }
                    return find(index + 1, error == null ? last : error);
                })
                .thenCompose(found -> found);
    }
}
