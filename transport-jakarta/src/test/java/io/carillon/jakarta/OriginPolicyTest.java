package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static final OriginPolicy SAME = OriginPolicy.sameOrigin();

    private static boolean admits(OriginPolicy policy, String origin, String host) {
        return policy.mayPass(origin) && policy.admits(List.of(origin), List.of(host));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080",
        "http://chat.example.com, chat.example.com",
        "https://chat.example.com, chat.example.com",
        "https://chat.example.com:443, chat.example.com",
        "https://chat.example.com, chat.example.com:443",
        "http://chat.example.com, chat.example.com:80",
        "HTTP://Chat.Example.com, chat.example.COM",
        "http://[::1]:8080, [::1]:8080",
        "http://127.0.0.1:8080, 127.0.0.1:8080"
    })
    void sameOriginLetsInWhatTheHostServed(String origin, String host) {
        assertThat(admits(SAME, origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost",
        "http://localhost.evil.example, localhost",
        "http://evil-localhost, localhost",
        "http://localhost:8081, localhost:8080",
        "http://localhost, localhost:8080",
        "http://localhost:8080, localhost",
        "http://localhost:080, localhost:8080",
        "https://localhost, localhost:80",
        "http://localhost, localhost:443",
        "http://localhost., localhost",
        "http://127.0.0.1, localhost",
        "chrome-extension://localhost, localhost",
        "file://localhost, localhost"
    })
    void sameOriginRefusesAForeignPage(String origin, String host) {
        assertThat(SAME.mayPass(origin)).isTrue();
        assertThat(admits(SAME, origin, host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "localhost",
                "//localhost",
                "http:localhost",
                "http:///localhost",
                "http://",
                "http://:80",
                "http://localhost/",
                "http://localhost/path",
                "http://localhost?x",
                "http://localhost#x",
                "http://localhost:1@evil",
                "http://localhost@evil",
                "http://evil\\@localhost",
                "http://localhost:",
                "http://localhost:port",
                "http://localhost:123456",
                "http://localhost ",
                " http://localhost",
                "http://localhost http://evil",
                "http://localhost, http://evil",
                "http://local\u0000host",
                "http://localhost\u2024evil",
                "http://[::1",
                "http://*"
            })
    void whatIsNoOriginIsRefusedAtTheFirstLook(String origin) {
        assertThat(SAME.mayPass(origin)).isFalse();
        assertThat(SAME.admits(List.of(origin), List.of("localhost"))).isFalse();
        assertThat(OriginPolicy.allow("http://localhost").mayPass(origin)).isFalse();
    }

    @Test
    void aClientWithoutAnOriginIsLetInByEveryPolicy() {
        assertThat(List.of(SAME, OriginPolicy.allow("http://a.example"), OriginPolicy.any()))
                .allSatisfy(policy -> {
                    assertThat(policy.mayPass(null)).isTrue();
                    assertThat(policy.admits(List.of(), List.of("localhost"))).isTrue();
                });
    }

    @Test
    void severalOriginsAreRefused() {
        List<String> twice = List.of("http://localhost", "http://localhost");

        assertThat(SAME.admits(twice, List.of("localhost"))).isFalse();
        assertThat(OriginPolicy.allow("http://localhost").admits(twice, List.of("localhost")))
                .isFalse();
    }

    @Test
    void anOriginWithNoHostOrSeveralToCompareItWithIsRefused() {
        List<String> origin = List.of("http://localhost");

        assertThat(SAME.admits(origin, List.of())).isFalse();
        assertThat(SAME.admits(origin, List.of("localhost", "localhost"))).isFalse();
    }

    @Test
    void anAllowListLetsInTheListedAndNoOthers() {
        OriginPolicy policy = OriginPolicy.allow("https://A.example", "http://b.example:8080");

        assertThat(admits(policy, "https://a.example", "other")).isTrue();
        assertThat(admits(policy, "https://a.example:443", "other")).isTrue();
        assertThat(admits(policy, "http://b.example:8080", "other")).isTrue();
        assertThat(policy.mayPass("http://a.example")).isFalse();
        assertThat(policy.mayPass("http://b.example")).isFalse();
        assertThat(policy.mayPass("https://a.example.evil.example")).isFalse();
        assertThat(policy.mayPass("https://other")).isFalse();
    }

    @Test
    void anAllowListOfNothingOrOfWhatIsNoOriginIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(OriginPolicy::allow);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPolicy.allow("https://a.example", "https://b.example/"))
                .withMessageContaining("https://b.example/");
    }

    @Test
    void anyLetsInWhateverIsSent() {
        assertThat(admits(OriginPolicy.any(), "null", "localhost")).isTrue();
        assertThat(admits(OriginPolicy.any(), "http://evil.example", "localhost"))
                .isTrue();
    }
}
