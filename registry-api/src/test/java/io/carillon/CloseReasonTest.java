package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {

    @ParameterizedTest
    @ValueSource(ints = {1000, 1003, 1007, 1014, 3000, 4999})
    void codesThatAnEndpointMaySendAreTaken(int code) {
        assertThat(new CloseReason(code, "").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
    void codesThatNobodyMaySendAreRefused(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloseReason(code, ""))
                .withMessageContaining("expected 1000 to 1003, 1007 to 1014, or 3000 to 4999");
    }

    @Test
    void aPhraseMustFitIntoACloseFrame() {
        assertThat(new CloseReason(1000, "x".repeat(123)).phrase()).hasSize(123);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloseReason(1000, "é".repeat(62)))
                .withMessage("close phrase has 124 bytes of UTF-8, expected at most 123");
    }
}
