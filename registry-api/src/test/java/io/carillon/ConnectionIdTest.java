package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIdTest {
    private static final InstanceId HERE = new InstanceId("here@home");

    @Test
    void theTextFormIsReadBack() {
        ConnectionId id = new ConnectionId(HERE, Long.MAX_VALUE);
        assertThat(id).hasToString("9223372036854775807@here@home");
        assertThat(ConnectionId.parse(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "@", "@here", "7", "7@", "-7@here", "+7@here", "７@here", "x@here", "9223372036854775808@here"
            })
    void anyOtherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionId.parse(text));
    }

    @Test
    void noTwoNewIdsAreTheSame() {
        assertThat(ConnectionId.next(HERE))
                .isNotEqualTo(ConnectionId.next(HERE))
                .isLessThan(ConnectionId.next(HERE));
    }

    @Test
    void idsAreOrderedByInstanceAndThenByNumber() {
        ConnectionId first = new ConnectionId(new InstanceId("a"), 10);
        ConnectionId second = new ConnectionId(new InstanceId("b"), 9);
        assertThat(first).isLessThan(second);
        assertThat(second).isLessThan(new ConnectionId(new InstanceId("b"), 10));
    }

    @Test
    void aNegativeNumberIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionId(HERE, -1));
    }
}
