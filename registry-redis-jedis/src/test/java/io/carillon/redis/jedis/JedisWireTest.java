package io.carillon.redis.jedis;

import static io.carillon.redis.core.BackplanePlace.await;
import static io.carillon.redis.core.BackplanePlace.done;
import static io.carillon.redis.core.BackplanePlace.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisProcess;
import io.carillon.redis.core.RedisWire;
import io.carillon.redis.core.WireCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;

/** What is particular to sockets that block: nobody who sends waits for them, and a close frees whoever does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // whoever waits for a socket would do so for ever
class JedisWireTest {
    private static final int MANY = 200;
    private static final byte[] LARGE = new byte[500_000];

    private final RedisProcess redis = RedisProcess.started();
    private final Busy busy = new Busy();
    private final JedisDriver driver = driver(busy);
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void close() {
        driver.close();
        busy.threads.shutdown();
        redis.close();
    }

    @Test
    void toAServerThatDoesNotReadSendingDoesNotBlockAndAClosedWireFreesItsThreads() {
        RedisWire wire = open();
        redis.pause();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) { // more than any buffer takes; this thread would never come back
            answers.add(send(wire, "PUBLISH", bytes("a"), LARGE));
        }
        await().until(() -> busy.running.get() == 2);
        done(wire.closeAsync());
        answers.forEach(answer -> assertThat(error(answer)).isNotNull());
        await().until(() -> busy.running.get() == 0);
        assertThat(closed).hasPositiveValue();
        redis.resume();
    }

    @Test
    void aWireThatIsClosedWhileNothingHappensFreesItsThread() {
        RedisWire wire = open();
        await().until(() -> busy.running.get() == 1);
        done(wire.closeAsync());
        await().until(() -> busy.running.get() == 0);
    }

    @Test
    void whatFitsAndWhatDoesNotGoesOutInTheOrderInWhichItWasSent() {
        RedisWire wire = open();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            if (i % 10 == 0) {
                answers.add(send(wire, "SET", bytes("large"), LARGE));
            }
            answers.add(send(wire, "RPUSH", bytes("list"), bytes(String.valueOf(i))));
        }
        answers.forEach(answer -> done(answer));
        assertThat(((List<?>) done(send(wire, "LRANGE", bytes("list"), bytes("0"), bytes("-1"))))
                        .stream().map(text -> new String((byte[]) text, StandardCharsets.UTF_8)))
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(String::valueOf).toList());
    }

    @Test
    void whatItsOwnThreadSendsWaitsForNobodyAndOvertakesNobody() {
        RedisWire wire = open();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        redis.pause();
        CompletableFuture<CompletableFuture<?>> behind =
                send(wire, "PING").thenApply(pong -> send(wire, "RPUSH", bytes("list"), bytes("behind")));
        for (int i = 0; i < MANY; i++) {
            answers.add(send(wire, "RPUSH", bytes("list"), bytes("before")));
        }
        redis.resume();
        answers.forEach(answer -> done(answer));
        assertThat((Object) done(done(behind))).isEqualTo(MANY + 1L);
    }

    @Test
    void manyThreadsSendAtOnceAndEachGetsItsOwnAnswers() throws InterruptedException {
        RedisWire wire = open();
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int mine = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    String text = mine + "-" + i;
                    byte[] echo = (byte[]) done(send(wire, "ECHO", bytes(text)));
                    right.addAndGet(new String(echo, StandardCharsets.UTF_8).equals(text) ? 1 : 0);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).hasValue(8 * 500);
    }

    @Test
    void anExecutorThatTakesNothingMoreIsABrokenConnection() {
        RedisWire wire = open();
        busy.full = true;
        assertThat(error(driver.open(address(), RedisWire.Kind.COMMANDS, closed::incrementAndGet)))
                .hasMessageContaining("executor");
        redis.pause();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(send(wire, "PUBLISH", bytes("a"), LARGE));
        }
        answers.forEach(answer -> assertThat(error(answer)).isNotNull());
        redis.resume();
        await().until(() -> busy.running.get() == 0);
    }

    @Test
    void aServerThatTakesTheConnectionAndSaysNothingIsGivenUp() {
        JedisDriver impatient =
                new JedisDriver(configs(Duration.ofMillis(200)), Duration.ofMillis(200), new Threads(busy, null));
        redis.pause();
        assertThat(error(impatient.open(address(), RedisWire.Kind.COMMANDS, closed::incrementAndGet)))
                .isNotNull();
        await().until(() -> busy.running.get() == 0);
        redis.resume();
    }

    private RedisWire open() {
        return done(driver.open(address(), RedisWire.Kind.COMMANDS, closed::incrementAndGet));
    }

    private String address() {
        return "127.0.0.1:" + redis.port();
    }

    private JedisDriver driver(Executor executor) {
        return new JedisDriver(configs(Duration.ofSeconds(10)), Duration.ofSeconds(10), new Threads(executor, null));
    }

    private Configs configs(Duration timeout) {
        return Configs.of(
                Address.of(redis.uri()), DefaultJedisClientConfig.builder().build(), null, timeout);
    }

    private static CompletableFuture<Object> send(RedisWire wire, String name, byte[]... arguments) {
        WireCommand command = new WireCommand(name, List.of(arguments));
        wire.send(List.of(command));
        return command.answer();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Counts who runs. */
    private static final class Busy implements Executor {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicInteger running = new AtomicInteger();
        private volatile boolean full;

        @Override
        public void execute(Runnable task) {
            if (full) {
                throw new RejectedExecutionException();
            }
            threads.execute(() -> {
                running.incrementAndGet();
                try {
                    task.run();
                } finally {
                    running.decrementAndGet();
                }
            });
        }
    }
}
