package io.carillon.redis.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTest {
    @Test
    void theOldestServerThatWillDoIsTaken() {
        assertThat(Server.of("redis_version:6.2.0\r\nrole:master\r\nrun_id:x\r\n", false, 1))
                .isEqualTo(new Server("x", 1, Dialect.CLASSIC));
        assertThat(Server.of("redis_version:10.0\r\nrun_id:x\r\n", false, 1))
                .isEqualTo(new Server("x", 1, Dialect.CLASSIC));
    }
}
