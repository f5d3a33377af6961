package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.carillon.BackplaneUnavailableException;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Redis about plain channels; the rest is the conformance kit's. */
class RedisChannelsTest {
    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ChannelListener listener =
            (channel, payload) -> heard.add(channel + "=" + new String(payload, StandardCharsets.UTF_8));

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void channelsOfItsOwnAreRefused() {
        ExternalChannels channels = channels(redis.uri());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> channels.subscribe("carillon:s:everyone._", listener))
                .withMessageContaining("carillon:");
        done(channels.subscribe("carillon", listener));
        done(channels.subscribe("carillons:a", listener));
        redis.ask("PUBLISH carillon 1");
        redis.ask("PUBLISH carillons:a 2");
        await().untilAsserted(() -> assertThat(heard).containsExactly("carillon=1", "carillons:a=2"));
    }

    @Test
    void aChannelThatIsSubscribedIsAskedForOnceAndGivenUpWithItsLastListener() {
        ExternalChannels channels = channels(redis.uri());
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(done(channels.subscribe("news", listener)));
            all.add(done(channels.subscribePattern("news*", listener)));
        }
        assertThat(redis.ask("PUBSUB NUMSUB news")).contains(":1\r\n");
        assertThat(redis.ask("PUBSUB NUMPAT")).startsWith(":1\r\n");
        all.forEach(one -> done(one.close()));
        assertThat(redis.ask("PUBSUB NUMSUB news")).contains(":0\r\n");
        assertThat(redis.ask("PUBSUB NUMPAT")).startsWith(":0\r\n");
    }

    /** Ten thousand users of an instance, each with a channel of its own. */
    @Test
    void manyChannelsComeBackWithTheLink() {
        RedisBackplane backplane = place.backplane(redis.uri());
        ExternalChannels channels = backplane.channels().orElseThrow();
        List<CompletionStage<Subscription>> asked = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            asked.add(channels.subscribe("user_noti:" + i, listener));
        }
        asked.add(channels.subscribePattern("news:*", listener));
        asked.forEach(Place::done);
        List<Status> said = Place.statuses(backplane);
        redis.ask("CLIENT KILL TYPE pubsub");
        await().untilAsserted(() -> assertThat(said).endsWith(Status.DISCONNECTED, Status.CONNECTED));
        redis.ask("PUBLISH user_noti:9999 1");
        redis.ask("PUBLISH news:a 2");
        await().untilAsserted(() -> assertThat(heard).containsExactly("user_noti:9999=1", "news:a=2"));
    }

    @Test
    void aNameThatIsNoUnicodeIsShownAsALikeness() {
        done(channels(redis.uri()).subscribePattern("user:*", listener));
        redis.ask("PUBLISH \"user:\\xff\" 1");
        redis.ask("PUBLISH user:a 2");
        await().untilAsserted(() -> assertThat(heard).containsExactly("user:\ufffd=1", "user:a=2"));
    }

    @Test
    void theRightsOfTheReadmeAreEnoughAndAMissingOneHarmsOnlyWhoNeedsIt() {
        redis.ask("ACL SETUSER app on >secret " + RedisReadmeTest.rights() + " " + RedisReadmeTest.channelRights());
        ExternalChannels channels = channels("redis://app:secret@127.0.0.1:" + redis.port());
        done(channels.subscribePattern("user_noti:*", listener));
        done(channels.subscribe("user_noti:ada", listener));
        assertThat(redis.ask("ACL LOG")).isEqualTo("*0\r\n+OK\r\n");
        assertThat(error(channels.subscribe("news", listener))).isInstanceOf(BackplaneUnavailableException.class);
        assertThat(error(channels.subscribePattern("news*", listener)))
                .isInstanceOf(BackplaneUnavailableException.class);
        redis.ask("PUBLISH user_noti:ada 1");
        await().untilAsserted(() -> assertThat(heard).containsExactly("user_noti:ada=1", "user_noti:ada=1"));
    }

    private ExternalChannels channels(String uri) {
        return place.backplane(uri).channels().orElseThrow();
    }
}
