package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisClusterProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    /** The check value of the specification. */
    @Test
    void theChecksumIsCrc16Xmodem() {
        assertThat(Slots.of("123456789")).isEqualTo(0x31C3 % Slots.COUNT);
    }

    @Test
    void aRealServerAgrees() {
        try (RedisClusterProcess cluster = RedisClusterProcess.started(1, false)) {
            for (String name :
                    List.of("a", "{a}b", "x{a}b{c}", "{}a", "a{", "{a", "}{a}", "{{a}}", "carillon:{i.QUJD}:7:8")) {
                assertThat(Slots.of(name)).as(name).isEqualTo(cluster.slot(name));
            }
        }
    }
}
