package io.carillon.benchmarks.hub;

import static io.carillon.benchmarks.hub.OneHub.done;

import io.carillon.Audience;
import io.carillon.Message;
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

/** A text of 128 bytes to a group with one member, from the call of send to the member's offer, 100 on their way at a time. */
@State(Scope.Benchmark)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SendBenchmark {
    private static final int MESSAGES = 100;

    private final OneHub one = new OneHub();
    private final Bell member = new Bell(one.hub.instanceId());
    private final Audience group = Audience.group(OneHub.GROUP);
    private final Message message = Message.text("x".repeat(128));

    @Setup
    public void join() {
        one.addMember(member);
    }

    @TearDown
    public void close() {
        one.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void sendToOneMember() throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            done(one.hub.send(group, message));
        }
        member.await(MESSAGES);
    }
}
