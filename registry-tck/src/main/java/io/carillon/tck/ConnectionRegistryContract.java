package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link io.carillon.ConnectionRegistry} is held to, whoever has written it: the rules CR of
 * {@code registry-api/SPEC.md}.
 */
public abstract class ConnectionRegistryContract {
    /** For those who extend it. */
    protected ConnectionRegistryContract() {}

    /**
     * A cluster for one test.
     *
     * @return a new one
     */
    protected abstract RegistryFixture registries();

    @Nested
    class Registering extends RegisteringRules {
        @Override
        RegistryFixture fixture() {
            return registries();
        }
    }

    @Nested
    class Groups extends GroupRules {
        @Override
        RegistryFixture fixture() {
            return registries();
        }
    }

    @Nested
    class Sending extends SendingRules {
        @Override
        RegistryFixture fixture() {
            return registries();
        }
    }

    @Nested
    class Closing extends ClosingRules {
        @Override
        RegistryFixture fixture() {
            return registries();
        }
    }

    @Nested
    class LookUps extends LookUpRules {
        @Override
        RegistryFixture fixture() {
            return registries();
        }
    }
}
