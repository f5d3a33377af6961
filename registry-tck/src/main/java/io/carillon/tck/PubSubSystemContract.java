package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/** What every {@link io.carillon.spi.PubSubSystem} is held to: the rules PS of {@code registry-api/SPEC.md}. */
public abstract class PubSubSystemContract {
    /** For those who extend it. */
    protected PubSubSystemContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Nested
    class Publishing extends PublishingRules {
        @Override
        BrokerFixture fixture() {
            return PubSubSystemContract.this.fixture();
        }
    }

    @Nested
    class Subscribing extends SubscribingRules {
        @Override
        BrokerFixture fixture() {
            return PubSubSystemContract.this.fixture();
        }
    }

    @Nested
    class Requests extends RequestRules {
        @Override
        BrokerFixture fixture() {
            return PubSubSystemContract.this.fixture();
        }
    }

    @Nested
    class Links extends LinkRules {
        @Override
        BrokerFixture fixture() {
            return PubSubSystemContract.this.fixture();
        }
    }
}
