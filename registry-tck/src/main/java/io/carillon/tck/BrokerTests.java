package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.InstanceId;
import io.carillon.spi.Backplane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** A test with a broker of its own, and one instance's backplane to begin with, {@code here}. */
abstract class BrokerTests {
    private final List<Backplane> opened = new ArrayList<>();
    BrokerFixture broker;
    Deadline deadline;
    Backplane here;

    abstract BrokerFixture fixture();

    @BeforeEach
    void openBroker() {
        broker = fixture();
        deadline = new Deadline(broker.deadline());
        here = open();
    }

    @AfterEach
    void closeBroker() {
        opened.forEach(Backplane::close);
        broker.close();
    }

    /** The backplane of one more instance. */
    final Backplane open() {
        Backplane backplane = broker.open();
        opened.add(backplane);
        return backplane;
    }

    /** Skips the test, with the fixture's reason, if this is not to be had. */
    final void need(BrokerFixture.Fault fault) {
        need(fault.name(), Optional.ofNullable(broker.cannot().get(fault)));
    }

    static void need(String what, Optional<String> whyNot) {
        if (Boolean.getBoolean(BrokerFixture.STRICT)) {
            assertThat(whyNot)
                    .as("why there is no %s, in a run that forbids skips", what)
                    .isEmpty();
        }
        Assumptions.assumeTrue(whyNot.isEmpty(), () -> "no " + what + ": " + whyNot.orElse(""));
    }

    static InstanceId instance(String name) {
        return new InstanceId(name);
    }
}
