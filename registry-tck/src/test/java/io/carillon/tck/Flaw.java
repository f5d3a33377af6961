package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.spi.Backplane;
import java.util.function.UnaryOperator;

/**
 * One thing that is broken on purpose: in every backplane, in what tests see of every hub, or in what hubs tell.
 *
 * @param rule the rule that it breaks
 * @param what what is wrong, in words
 * @param immortal whether registries that are killed live on
 */
record Flaw(
        String rule,
        String what,
        UnaryOperator<Backplane> backplane,
        UnaryOperator<ConnectionRegistry> registry,
        UnaryOperator<RegistryListener> listener,
        boolean immortal) {

    static Flaw ofBackplane(String rule, String what, UnaryOperator<Backplane> backplane) {
        return new Flaw(rule, what, backplane, same -> same, same -> same, false);
    }

    static Flaw ofRegistry(String rule, String what, UnaryOperator<ConnectionRegistry> registry) {
        return new Flaw(rule, what, same -> same, registry, same -> same, false);
    }

    static Flaw ofListener(String rule, String what, UnaryOperator<RegistryListener> listener) {
        return new Flaw(rule, what, same -> same, same -> same, listener, false);
    }

    static Flaw immortal(String rule) {
        return new Flaw(rule, "who is killed lives on", same -> same, same -> same, same -> same, true);
    }

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
