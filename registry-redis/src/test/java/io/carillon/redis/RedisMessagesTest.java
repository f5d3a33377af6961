package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.redis.core.Inside;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages over a real Redis: joins that count, orders that hold, names and bytes that mean harm. */
class RedisMessagesTest {
    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whatIsSentElsewhereRightAfterAJoinReachesTheNewMember() {
        int times = LONG ? 10_000 : 500;
        Hub here = place.hub(place.backplane(redis.uri()), "here");
        Hub there = place.hub(place.backplane(redis.uri()), "there");
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        for (int i = 0; i < times; i++) {
            String group = "group-" + i;
            done(here.join(ada.id(), group));
            done(there.send(Audience.group(group), Message.text(group)));
        }
        await().until(() -> ada.received.size() == times);
    }

    /** The driver's thread goes on; what the lanes drop is a gap. */
    @Test
    void anApplicationThatIsTooSlowLosesNothingInSilence() {
        int messages = LONG ? 120_000 : 6_000;
        Place.Losses losses = new Place.Losses();
        Hub sender = place.hub(place.backplane(redis.uri()), "sender");
        RedisBackplane reading = place.patient(redis.uri());
        List<Status> said = Place.statuses(reading);
        Hub receiver = place.hub(reading, "receiver", hub -> hub.listener(losses));
        Sink slow = new Sink(receiver, "slow") {
            @Override
            public Offer offer(Message message) {
                LockSupport.parkNanos(500_000);
                return super.offer(message);
            }
        };
        done(receiver.register(slow));
        done(receiver.join(slow.id(), "lobby"));
        String payload = "x".repeat(1_000);
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < messages; i++) {
            last = sender.send(Audience.group("lobby"), Message.text(payload)).toCompletableFuture();
            if (i % 1_000 == 0) {
                done(last);
            }
        }
        done(last);
        await().untilAsserted(
                        () -> assertThat(slow.received.size() + lost(losses)).isEqualTo(messages));
        assertThat(said).as("nobody was cut off for not reading").containsExactly(Status.CONNECTED);
    }

    @Test
    void manyThreadsPublishEachInItsOrder() throws InterruptedException {
        int threads = 8;
        int each = LONG ? 50_000 : 5_000;
        RedisBackplane sender = place.backplane(redis.uri());
        RedisBackplane receiver = place.backplane(redis.uri());
        List<List<Integer>> received = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            List<Integer> numbers = new CopyOnWriteArrayList<>();
            received.add(numbers);
            Subject subject = Subject.application("thread-" + i);
            List<Integer> unsynchronized = new ArrayList<>();
            done(receiver.pubSub().subscribe(subject, payload -> {
                unsynchronized.add(Integer.parseInt(text(payload)));
                if (unsynchronized.size() == each) {
                    numbers.addAll(unsynchronized);
                }
            }));
            running.add(new Thread(() -> {
                List<CompletionStage<Void>> published = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                    published.add(sender.pubSub().publish(subject, bytes(String.valueOf(n))));
                    if (published.size() == 1_000) {
                        published.forEach(Place::done);
                        published.clear();
                    }
                }
                published.forEach(Place::done);
            }));
        }
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        for (List<Integer> numbers : received) {
            await().until(() -> numbers.size() == each);
            assertThat(numbers).isSorted();
        }
    }

    /** Anybody who may publish on our channels may publish anything. */
    @Test
    void whatIsMangledHarmsNobody() {
        int mangled = LONG ? 1_000_000 : 20_000;
        Hub here = place.hub(place.backplane(redis.uri()), "here");
        Hub there = place.hub(place.backplane(redis.uri()), "there");
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(here.join(ada.id(), "lobby"));
        done(there.send(Audience.group("lobby"), Message.text("before")));
        List<byte[]> seeds = new ArrayList<>(Inside.frames());
        seeds.add(Inside.askedQuestion());
        seeds.add(new byte[] {1, 64, 0, 0, 0, 0, 0, 0, 0, 1});
        seeds.add(new byte[0]);
        List<String> channels = List.of(redis.ask("PUBSUB CHANNELS carillon:*").split("\r\n")).stream()
                .filter(line -> line.startsWith("carillon:"))
                .toList();
        assertThat(channels).anyMatch(name -> name.contains(":b:")).anyMatch(name -> name.contains(":q:"));
        Random random = new Random(20_261_121);
        try (RedisClient client = RedisClient.create(redis.uri())) {
            var attacker = client.connect(LettuceWire.CODEC);
            attacker.setAutoFlushCommands(false);
            CompletionStage<?> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < mangled; i++) {
                byte[] bytes = mangle(seeds.get(random.nextInt(seeds.size())), random);
                last = attacker.async().publish(channels.get(random.nextInt(channels.size())), bytes);
                if (i % 500 == 499) {
                    attacker.flushCommands();
                    done(last);
                }
            }
            attacker.flushCommands();
            done(last);
        }
        await().untilAsserted(() -> {
            done(there.send(Audience.connection(ada.id()), Message.text("after")));
            assertThat(ada.received).contains("before", "after");
        });
        assertThat(done(there.join(ada.id(), "another"))).isNotNull();
    }

    private static byte[] mangle(byte[] seed, Random random) {
        byte[] bytes = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(9) - 4));
        for (int i = 0; i < 1 + random.nextInt(4) && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static long lost(Place.Losses losses) {
        return losses.gaps.stream().mapToLong(RedisMessagesTest::size).sum();
    }

    private static long size(Gap gap) {
        return gap.last() - gap.first() + 1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
