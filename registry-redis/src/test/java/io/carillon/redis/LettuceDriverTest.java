package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.COLLECTION;

import io.carillon.redis.core.RedisDriver;
import io.carillon.redis.core.RedisDriverContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LettuceDriverTest extends RedisDriverContract {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    @Override
    protected RedisDriver driver(String address, String userAndPassword) {
        String user = userAndPassword.isEmpty() ? "" : userAndPassword + "@";
        return LettuceDriver.own(RedisURI.create("redis://" + user + address), CONNECTING);
    }

    /** As it does by itself, seldom, when threads are late. */
    @Test
    void aConnectionThatLettuceHandsOutTooEarlyIsWaitedFor() {
        ClientResources late = DefaultClientResources.builder()
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        String handshake = channel.pipeline()
                                .context(RedisHandshakeHandler.class)
                                .name();
                        channel.pipeline().addAfter(handshake, "late", new LateActivation());
                    }
                })
                .build();
        try (RedisProcess redis = RedisProcess.started();
                RedisClient client = RedisClient.create(late);
                RedisBackplane backplane = RedisBackplane.builder()
                        .uri(redis.uri())
                        .client(client)
                        .connectTimeout(CONNECTING)
                        .connect()) {
            assertThat(backplane.membership().leases())
                    .succeedsWithin(CONNECTING)
                    .asInstanceOf(COLLECTION)
                    .isEmpty();
        } finally {
            late.shutdown();
        }
    }

    private static final class LateActivation extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().schedule(context::fireChannelActive, 100, TimeUnit.MILLISECONDS);
        }
    }
}
