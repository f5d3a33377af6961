package io.carillon.jwt;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys that the application has. To rotate without refusing anybody: first put the new key beside the old one on all instances, then
 * let tokens be issued with the new one, and take the old one out when the last token of it has ended.
 *
 * <p><b>Threads.</b> Any thread may call any method.
 */
public final class RotatingKeySet implements KeySet {
    private volatile Keys keys;

    RotatingKeySet(VerificationKey... keys) {
        this.keys = checked(keys);
    }

    /**
     * Puts these keys in the place of those that were there. The next token is verified with these; connections that are open stay.
     *
     * @param all at least one; each with an id of its own if there are several
     * @throws IllegalArgumentException if there is none, or two have the same id or none; nothing has changed then
     */
    public void replace(VerificationKey... all) {
        keys = checked(all);
    }

    @Override
    public Optional<VerificationKey> find(Optional<String> id) {
        return keys.find(id);
    }

    private static Keys checked(VerificationKey... keys) {
        List<Optional<String>> ids =
                Arrays.stream(keys).map(VerificationKey::id).distinct().toList();
        boolean nameless = keys.length > 1 && ids.contains(Optional.<String>empty());
        if (keys.length == 0 || ids.size() < keys.length || nameless) {
            throw new IllegalArgumentException("there are " + keys.length + " keys with " + ids.size()
                    + " ids, expected at least one key, and an id of its own for each of several");
        }
        return new Keys(List.of(keys));
    }
}
