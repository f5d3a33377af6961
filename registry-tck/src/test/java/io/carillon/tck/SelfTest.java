package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;

/**
 * The kit itself is tested with what is broken on purpose: for every flaw, the test of the rule that it breaks must fail. That
 * the same test passes without the flaw, the other tests of this module show.
 */
class SelfTest {
    /** Short, because most of what waits here waits in vain. */
    private static final Duration DEADLINE = Duration.ofMillis(300);

    private static Flaw current;

    static Stream<Flaw> flaws() {
        return Stream.of(
                        BrokenPubSubs.all(),
                        BrokenRequests.all(),
                        BrokenLinks.all(),
                        BrokenLeases.all(),
                        BrokenWrites.all(),
                        BrokenQueries.all(),
                        BrokenValues.all(),
                        BrokenChannels.all(),
                        BrokenRegistries.all(),
                        BrokenSends.all(),
                        BrokenClusters.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void everyFlawIsFound(Flaw flaw) {
        current = flaw;
        List<TestExecutionResult> results = KitRun.of(contract(flaw.rule()), flaw.rule());
        assertThat(results).as("tests of rule %s", flaw.rule()).isNotEmpty();
        assertThat(results).anySatisfy(SelfTest::bites);
    }

    @Test
    void everyRuleThatHasATestHasAFlaw() {
        Set<String> broken = new HashSet<>();
        flaws().forEach(flaw -> broken.add(flaw.rule()));
        assertThat(broken).containsExactlyInAnyOrderElementsOf(new HashSet<>(Spec.tested()));
    }

    /** By an assertion, or by what the flaw has thrown; not because the test could not be set up. */
    private static void bites(TestExecutionResult result) {
        assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.FAILED);
        Throwable error = result.getThrowable().orElseThrow();
        assertThat(error instanceof AssertionError || error.getMessage().contains("on purpose"))
                .as("%s", error)
                .isTrue();
        assertThat(error.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .doesNotContain("openBroker", "openCluster");
    }

    private static Class<?> contract(String rule) {
        return switch (rule.substring(0, 2)) {
            case "PS" -> PubSub.class;
            case "BP" -> rule.equals("BP-1.2") ? PubSub.class : Whole.class;
            case "MS" -> Store.class;
            case "CV" -> Values.class;
            case "XC" -> Channels.class;
            default -> Cluster.class;
        };
    }

    private static BrokerFixture broken() {
        return new InMemoryFixture(current.backplane(), DEADLINE);
    }

    static final class PubSub extends PubSubSystemContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }
    }

    static final class Whole extends BackplaneContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }
    }

    static final class Store extends MembershipStoreContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }
    }

    static final class Values extends ClusterValuesContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }
    }

    static final class Channels extends ExternalChannelsContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }
    }

    static final class Cluster extends ClusterContract {
        @Override
        protected BrokerFixture fixture() {
            return broken();
        }

        @Override
        HubCluster hubs(BrokerFixture broker) {
            return new HubCluster(broker) {
                @Override
                ConnectionRegistry seen(Hub hub) {
                    return current.registry().apply(hub);
                }

                @Override
                RegistryListener told(RegistryListener listener) {
                    return current.listener().apply(listener);
                }

                @Override
                public void kill(ConnectionRegistry registry) {
                    if (!current.immortal()) {
                        super.kill(registry);
                    }
                }
            };
        }
    }
}
