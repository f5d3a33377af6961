package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void theFirstPageBeginsAtTheStart() {
        assertThat(Page.Request.first(10)).isEqualTo(new Page.Request(Page.Cursor.START, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void aPageSizeOutOfBoundsIsRefused(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.Request.first(size))
                .withMessage("page size is " + size + ", expected 1 to 1000");
    }
}
