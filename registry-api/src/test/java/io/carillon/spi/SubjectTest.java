package io.carillon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final List<String> NAMES = List.of(
            "a", "A", " ", "*", ">", "?", "[a]", "{a}", "a.b", "a.*", "\n", "\0", "é", "🔔", "YQ", "x".repeat(256));

    @Test
    void noNameCanBecomeAPatternOrAnotherName() {
        Set<String> encoded = new HashSet<>();
        for (Subject.Kind kind : EnumSet.complementOf(EnumSet.of(Subject.Kind.EVERYONE))) {
            for (String name : NAMES) {
                String address = new Subject(kind, name).encoded();
                assertThat(address).matches("[a-z]+\\.[A-Za-z0-9_-]+").hasSizeLessThan(360);
                assertThat(encoded.add(address)).isTrue();
            }
        }
    }

    @Test
    void aSubjectHasANameExactlyIfItIsNotEveryones() {
        assertThatIllegalArgumentException().isThrownBy(() -> Subject.application(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Subject.application("x".repeat(257)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Subject(Subject.Kind.EVERYONE, "x"));
    }

    @Test
    void theFormOnTheWireStaysAsItIs() {
        assertThat(new Subject(Subject.Kind.GROUP, "lobby").encoded()).isEqualTo("group.bG9iYnk");
        assertThat(Subject.EVERYONE.encoded()).isEqualTo("everyone._");
        assertThat(Subject.application("prices").encoded()).isEqualTo("application.cHJpY2Vz");
    }
}
