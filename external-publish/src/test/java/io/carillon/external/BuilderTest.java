package io.carillon.external;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.local.InMemoryBackplane;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuilderTest {
    private final InMemoryBackplane broker = InMemoryBackplane.create();

    @Test
    void allThatIsWrongIsListedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxBytes(0).queue(0).build())
                .withMessageContainingAll("nothing is for anybody", "maxBytes is 0", "queue is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .users("a".repeat(257))
                        .groups("*")
                        .everyone("x".repeat(513))
                        .build())
                .withMessageContainingAll("257 bytes", "prefix of groups has a *", "513 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().users("").everyone("\ud800").build())
                .withMessageContainingAll("users name is empty", "unpaired surrogate");
    }

    @Test
    void noChannelMayBeForTwo() {
        for (ExternalMessagesBuilder mixed : List.of(
                builder().users("u:").groups("u:vip:"),
                builder().users("u:vip:").groups("u:"),
                builder().users("u:").groups("u:"),
                builder().users("u:").everyone("u:all"),
                builder().groups("g:").everyone("g:"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(mixed::build)
                    .withMessageContaining("begins with the prefix");
        }
        builder().users("u:").groups("g:").everyone("u").build().close();
    }

    private ExternalMessagesBuilder builder() {
        return ExternalMessages.builder(broker);
    }
}
