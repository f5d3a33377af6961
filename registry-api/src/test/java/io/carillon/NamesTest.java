package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "A", " ", "*", ">", "?", "[x]", "{x}", "a\nb", "\0", "né", "部屋", "🔔", "a/b.c:d@e"})
    void aNameMayBeAnyUnicode(String name) {
        assertThat(new Target.Group(name).name()).isEqualTo(name);
        assertThat(new Target.User(name).name()).isEqualTo(name);
        assertThat(new InstanceId(name).value()).isEqualTo(name);
    }

    @Test
    void namesAreCaseSensitive() {
        assertThat(new Target.Group("a")).isNotEqualTo(new Target.Group("A"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "部", "🔔"})
    void theLimitIsInBytesOfUtf8(String character) {
        int width = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        String longest = character.repeat(256 / width) + "x".repeat(256 % width);
        assertThat(new Target.Group(longest).name()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target.Group(longest + "x"))
                .withMessage("group name has 257 bytes of UTF-8, expected 1 to 256");
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target.User(""))
                .withMessage("user name is empty, expected 1 to 256 bytes of UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDD14", "x\uD83Dy", "\uDD14\uD83D"})
    void anUnpairedSurrogateIsRefusedBecauseTwoNamesWouldBecomeOne(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target.Group(name))
                .withMessageContaining("unpaired surrogate at index");
    }
}
