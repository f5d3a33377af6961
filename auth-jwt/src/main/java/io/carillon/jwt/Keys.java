package io.carillon.jwt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some keys by id.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Keys {
    private final Map<String, VerificationKey> byId = new HashMap<>();
    private final @Nullable VerificationKey only;

    Keys(List<VerificationKey> keys) {
        keys.forEach(key -> key.id().ifPresent(id -> byId.put(id, key)));
        this.only = keys.size() == 1 ? keys.get(0) : null;
    }

    Optional<VerificationKey> find(Optional<String> id) {
        return Optional.ofNullable(id.isPresent() ? byId.get(id.get()) : only);
    }
}
