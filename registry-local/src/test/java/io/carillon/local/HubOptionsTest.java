package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubOptionsTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final HubBuilder builder = Hub.builder().backplane(new InMemoryBackplane(runtime));

    @Test
    void aLingerThatNoClockCanCountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.linger(Duration.ofSeconds(Long.MAX_VALUE)).start(runtime))
                .withMessageContaining("linger is PT2562047788015215H30M7S, expected zero to PT1H");
    }

    @Test
    void aNameThatIsNoUnicodeIsListedBesideTheOtherFaults() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.name("\ud800").linger(Duration.ofSeconds(-1)).start(runtime))
                .withMessageContainingAll("name is not 1 to 236 bytes of UTF-8", "linger is PT-1S");
    }
}
