package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that strangers chose: out of a URI, and into a log line. */
class NamesTest {

    @ParameterizedTest
    @CsvSource({"lobby,lobby", "a%20b,a b", "a+b,a+b", "%2541,%41", "%f0%9F%98%80,😀", "%2F%3b%26,/;&"})
    void aNameIsDecodedOnce(String encoded, String name) {
        assertThat(PercentDecoder.decode(encoded)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%G0", "%+1", "%FF", "%C3", "%C0%80", "%ED%A0%80", "é", "%٤1"})
    void whatIsNotPercentEncodedUtf8IsRefused(String encoded) {
        assertThatThrownBy(() -> PercentDecoder.decode(encoded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not percent-encoded UTF-8");
    }

    @Test
    void theFirstParameterOfThatNameCounts() {
        assertThat(PercentDecoder.parameter("xuser=no&user=Ada&user=Mallory", "user"))
                .hasValue("Ada");
        assertThat(PercentDecoder.parameter("", "user")).isEmpty();
        assertThat(PercentDecoder.parameter("user", "user")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lobby", "instance-1", "Zoë", "日本", "a/b:c@d.e_f"})
    void aPlainNameIsLoggedAsItIs(String name) {
        assertThat(LogValue.of(name)).isEqualTo(name);
    }

    @Test
    void aNameCanForgeNeitherALineNorAValue() {
        assertThat(LogValue.of("lobby totalInGroup=9")).isEqualTo("\"lobby totalInGroup=9\"");
        assertThat(LogValue.of("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(LogValue.of("a\r\nINFO forged")).isEqualTo("\"a\\u{d}\\u{a}INFO forged\"");
        assertThat(LogValue.of("\u001b[2J")).isEqualTo("\"\\u{1b}[2J\"");
        assertThat(LogValue.of("a\u2028b\u202ec")).isEqualTo("\"a\\u{2028}b\\u{202e}c\"");
        assertThat(LogValue.of("👍")).isEqualTo("\"👍\"");
        assertThat(LogValue.of("")).isEqualTo("\"\"");
    }
}
