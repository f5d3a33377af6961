package io.carillon.benchmarks.hub;

import static io.carillon.benchmarks.hub.OneHub.done;

import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.RegistryListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread lets one connection join a group that has another member, and leave it again, and waits for the stage of each.
 * Each is one operation: the figure is joins plus leaves per second.
 */
@State(Scope.Benchmark)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter after the construction, and calls register first
public class JoinLeaveBenchmark {
    /** Whether the application listens to what happens. */
    @Param({"false", "true"})
    public boolean listening;

    private final LongAdder events = new LongAdder();
    private OneHub one;
    private ConnectionId id;

    @Setup
    public void register() {
        one = listening ? new OneHub(new CountingListener()) : new OneHub();
        one.addMember(new CountingSink(one.hub.instanceId()));
        CountingSink sink = new CountingSink(one.hub.instanceId());
        done(one.hub.register(sink));
        id = sink.id();
    }

    @TearDown
    public void close() {
        one.close();
    }

    @Benchmark
    @OperationsPerInvocation(2)
    public void joinAndLeave() {
        done(one.hub.join(id, OneHub.GROUP));
        done(one.hub.leave(id, OneHub.GROUP));
    }

    private final class CountingListener implements RegistryListener {
        @Override
        public void joined(Member member, String group) {
            events.increment();
        }

        @Override
        public void left(Member member, String group) {
            events.increment();
        }
    }
}
