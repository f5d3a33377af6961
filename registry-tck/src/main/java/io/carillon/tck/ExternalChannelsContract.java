package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link io.carillon.spi.ExternalChannels} is held to: the rules XC of {@code registry-api/SPEC.md}. It is an optional part
 * of a backplane; extend this if yours has it, with a fixture that can {@linkplain BrokerFixture#publish publish}.
 */
public abstract class ExternalChannelsContract {
    /** For those who extend it. */
    protected ExternalChannelsContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Nested
    class Listening extends ChannelRules {
        @Override
        BrokerFixture fixture() {
            return ExternalChannelsContract.this.fixture();
        }
    }

    @Nested
    class Breaking extends ChannelLinkRules {
        @Override
        BrokerFixture fixture() {
            return ExternalChannelsContract.this.fixture();
        }
    }
}
