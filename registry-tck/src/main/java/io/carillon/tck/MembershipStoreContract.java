package io.carillon.tck;

import org.junit.jupiter.api.Nested;

/** What every {@link io.carillon.spi.MembershipStore} is held to: the rules MS of {@code registry-api/SPEC.md}. */
public abstract class MembershipStoreContract {
    /** For those who extend it. */
    protected MembershipStoreContract() {}

    /**
     * A broker for one test.
     *
     * @return a new one
     */
    protected abstract BrokerFixture fixture();

    @Nested
    class Leases extends LeaseRules {
        @Override
        BrokerFixture fixture() {
            return MembershipStoreContract.this.fixture();
        }
    }

    @Nested
    class Writing extends WritingRules {
        @Override
        BrokerFixture fixture() {
            return MembershipStoreContract.this.fixture();
        }
    }

    @Nested
    class Queries extends QueryRules {
        @Override
        BrokerFixture fixture() {
            return MembershipStoreContract.this.fixture();
        }
    }

    @Nested
    class Purging extends PurgingRules {
        @Override
        BrokerFixture fixture() {
            return MembershipStoreContract.this.fixture();
        }
    }
}
