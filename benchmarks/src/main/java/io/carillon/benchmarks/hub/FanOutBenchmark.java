package io.carillon.benchmarks.hub;

import static io.carillon.benchmarks.hub.OneHub.done;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.spi.Connection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message to 10,000 members, per member: by the road that every message takes (encoded, published, delivered, decoded
 * on its lane, and offered to one member after another), and by a bare loop over the same connections. Several messages
 * are on their way at a time, so that the threads' waking up for one another is not what is measured.
 */
@State(Scope.Benchmark)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FanOutBenchmark.MEMBERS * FanOutBenchmark.MESSAGES)
public class FanOutBenchmark {
    static final int MEMBERS = 10_000;
    static final int MESSAGES = 10;

    private final OneHub one = new OneHub();
    private final Connection[] members = new Connection[MEMBERS];
    private final Bell bell = new Bell(one.hub.instanceId());
    private final Audience group = Audience.group(OneHub.GROUP);
    private final Message message = Message.text("x".repeat(128));

    @Setup
    public void join() {
        for (int i = 0; i < MEMBERS - 1; i++) {
            members[i] = new CountingSink(one.hub.instanceId());
        }
        members[MEMBERS - 1] = bell;
        for (Connection member : members) {
            one.addMember(member);
        }
    }

    @TearDown
    public void close() {
        one.close();
    }

    @Benchmark
    public void bareLoop() throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            for (Connection member : members) {
                member.offer(message);
            }
        }
        bell.await(MESSAGES);
    }

    @Benchmark
    public void throughTheHub() throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            done(one.hub.send(group, message));
        }
        bell.await(MESSAGES);
    }
}
