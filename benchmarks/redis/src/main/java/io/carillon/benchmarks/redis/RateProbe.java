package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How much of one kind is done in a second, and what CPU time each costs. */
final class RateProbe implements Probe {
    private static final double NANOS = TimeUnit.MICROSECONDS.toNanos(1);

    private final Duo duo;
    private final List<Child> working;
    private final String command;
    private final Figure rate;
    private final Figure cost;
    private long count;
    private long nanos;
    private Duration cpu = Duration.ZERO;

    RateProbe(Duo duo, List<Child> working, String command, Figure rate, Figure cost) {
        this.duo = duo;
        this.working = working;
        this.command = command;
        this.rate = rate;
        this.cost = cost;
    }

    @Override
    public List<Child> working() {
        return working;
    }

    @Override
    public void warmUp(int millis) throws IOException {
        duo.sender().ask(command + millis);
    }

    @Override
    public void turn(int millis) throws IOException {
        Duration before = duo.cpu();
        String[] done = duo.sender().ask(command + millis).split(" ", -1);
        cpu = cpu.plus(duo.cpu().minus(before));
        count += Long.parseLong(done[0]);
        nanos += Long.parseLong(done[1]);
    }

    @Override
    public Map<Figure, Double> take() {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(rate, count * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
        figures.put(cost, cpu.toNanos() / NANOS / count);
        count = 0;
        nanos = 0;
        cpu = Duration.ZERO;
        return figures;
    }
}
