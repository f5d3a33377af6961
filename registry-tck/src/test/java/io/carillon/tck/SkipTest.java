package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.Backplane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What a broker cannot be made to do is seen, and in CI forbidden. */
class SkipTest {
    private static final String REASON = "this broker has no links";

    @AfterEach
    void allowSkips() {
        System.clearProperty(BrokerFixture.STRICT);
    }

    @Test
    void whatCannotBeDoneIsSkippedAndSaysWhy() {
        assertThat(outcome(Limited.class, "PS-5.3")).isEqualTo(Status.ABORTED);
        assertThat(outcome(LimitedCluster.class, "CR-10.1")).isEqualTo(Status.ABORTED);
        assertThat(KitRun.of(Limited.class, "PS-5.3").get(0).getThrowable().orElseThrow())
                .hasMessageContaining(REASON);
    }

    @Test
    void whatCannotBeDoneFailsWhereSkipsAreForbidden() {
        System.setProperty(BrokerFixture.STRICT, "true");
        assertThat(outcome(Limited.class, "PS-5.3")).isEqualTo(Status.FAILED);
        assertThat(outcome(LimitedCluster.class, "CR-10.1")).isEqualTo(Status.FAILED);
        assertThat(outcome(Limited.class, "PS-1.1")).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void whatIsNeitherImplementedNorExcusedFails() {
        assertThat(outcome(Unfinished.class, "PS-5.3")).isEqualTo(Status.FAILED);
    }

    private static Status outcome(Class<?> contract, String rule) {
        List<TestExecutionResult> results = KitRun.of(contract, rule);
        assertThat(results).hasSize(1);
        return results.get(0).getStatus();
    }

    static final class Limited extends PubSubSystemContract {
        @Override
        protected BrokerFixture fixture() {
            return new InMemoryFixture() {
                @Override
                public Map<Fault, String> cannot() {
                    return Map.of(Fault.CUT, REASON);
                }
            };
        }
    }

    static final class LimitedCluster extends ConnectionRegistryContract {
        @Override
        protected RegistryFixture registries() {
            return new HubCluster(new InMemoryFixture()) {
                @Override
                public Optional<String> cannotKill() {
                    return Optional.of(REASON);
                }
            };
        }
    }

    static final class Unfinished extends PubSubSystemContract {
        @Override
        protected BrokerFixture fixture() {
            InMemoryFixture broker = new InMemoryFixture();
            return new BrokerFixture() {
                @Override
                public Backplane open() {
                    return broker.open();
                }

                @Override
                public void close() {
                    broker.close();
                }
            };
        }
    }
}
