package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubBuilderTest {

    @Test
    void everyFaultIsListedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hub.builder()
                        .name("")
                        .operationTimeout(Duration.ZERO)
                        .linger(Duration.ofSeconds(-1))
                        .queryCache(Duration.ofMillis(-1))
                        .lanes(65)
                        .laneCapacity(0, 0)
                        .start())
                .withMessageContainingAll(
                        "cannot start a hub: ",
                        "name is empty, expected 1 to 236 bytes of UTF-8",
                        "operation timeout is PT0S, expected more than zero, at most PT1H",
                        "linger is PT-1S, expected zero to PT1H",
                        "age of cached answers is PT-0.001S, expected zero to PT1H",
                        "number of lanes is 65, expected 1 to 64",
                        "lane capacity in messages is 0, expected 1 or more",
                        "lane capacity in bytes is 0, expected 1 or more",
                        "a backplane is missing");
    }

    @Test
    void aNameThatLeavesNoRoomForItsTokenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hub.builder()
                        .backplane(new InMemoryBackplane(new ManualRuntime()))
                        .name("n".repeat(237))
                        .start())
                .withMessage("cannot start a hub: name is not 1 to 236 bytes of UTF-8:"
                        + " instance name has 257 bytes of UTF-8, expected 1 to 256");
    }
}
