package io.carillon.redis.core;

import static io.carillon.redis.core.Text.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotMapTest {
    private static final byte[] OK = text("cluster_state:ok\r\ncluster_current_epoch:7\r\n");

    @Test
    void eachSlotHasTheMasterThatStandsFirstInItsRange() {
        SlotMap map = SlotMap.of(
                "seed:7000",
                OK,
                List.of(
                        List.of(0L, 99L, node("a", 1), node("replica", 9)),
                        List.of(100L, 16_383L, node("b", 2), node("replica", 9))));
        assertThat(map.owner(0)).isEqualTo("a:1");
        assertThat(map.owner(99)).isEqualTo("a:1");
        assertThat(map.owner(100)).isEqualTo("b:2");
        assertThat(map.masters()).containsExactly("a:1", "b:2");
        assertThat(map.isComplete()).isTrue();
        assertThat(map.isOk()).isTrue();
    }

    @Test
    void aNodeThatDoesNotNameItsHostMeansTheOneThatWasAsked() {
        List<Object> nameless = Arrays.asList(null, 3L, text("id"));
        SlotMap map = SlotMap.of(
                "seed:7000",
                OK,
                List.of(List.of(0L, 0L, nameless), List.of(1L, 1L, node("", 4)), List.of(2L, 2L, node("?", 5))));
        assertThat(map.masters()).containsExactly("seed:3", "seed:4", "seed:5");
        assertThat(map.isComplete()).isFalse();
        assertThat(map.owner(3)).isNull();
    }

    @Test
    void whatIsOlderOrSaysThatItDoesNotWorkIsTold() {
        SlotMap now = SlotMap.of("seed:7000", OK, List.of());
        SlotMap before = SlotMap.of("seed:7000", text("cluster_state:fail\r\ncluster_current_epoch:6\r\n"), List.of());
        assertThat(before.isOk()).isFalse();
        assertThat(before.isNotBefore(now)).isFalse();
        assertThat(now.isNotBefore(before)).isTrue();
        assertThat(now.isNotBefore(now)).isTrue();
    }

    private static List<Object> node(String host, long port) {
        return List.of(text(host), port, text("id"), List.of());
    }
}
