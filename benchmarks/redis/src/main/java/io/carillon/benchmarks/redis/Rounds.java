package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Child;
import io.carillon.benchmarks.load.Children;
import io.carillon.benchmarks.load.WarmUp;
import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Measures the hub and a bare client by turns, over one Redis. */
final class Rounds {
    /** Of a round, for each of the two. */
    static final int TURNS = 6;
    /** In which the least time of warming up would be done, if a process had a processor of its own. */
    private static final int SLICES = 8;

    private static final int MOST_SLICES = 10 * SLICES;

    private final Shape shape;
    private final Probe bare;
    private final Probe carillon;

    private Rounds(Shape shape, Probe bare, Probe carillon) {
        this.shape = shape;
        this.bare = bare;
        this.carillon = carillon;
    }

    static Map<Figure, List<Pair>> measure(Kind kind, Peer bare, Shape shape) throws IOException {
        Map<Figure, List<Pair>> pairs = new EnumMap<>(Figure.class);
        for (int fork = 0; fork < shape.forks; fork++) {
            try (RedisProcess redis = RedisProcess.started();
                    Children children = new Children()) {
                Rounds rounds = new Rounds(
                        shape,
                        kind.probe(Duo.start(children, bare, redis.uri(), shape.jvmFlags()), shape),
                        kind.probe(Duo.start(children, bare.carillon(), redis.uri(), shape.jvmFlags()), shape));
                rounds.warmUp();
                for (int round = 0; round < shape.rounds; round++) {
                    rounds.round((fork + round) % 2 == 0)
                            .forEach((figure, pair) -> pairs.computeIfAbsent(figure, none -> new ArrayList<>())
                                    .add(pair));
                }
            }
        }
        return pairs;
    }

    /** Until all that work have had their CPU time and compile next to nothing any more; and yet the time for it is bounded. */
    private void warmUp() throws IOException {
        if (shape.warmUpMillis == 0) {
            return;
        }
        List<WarmUp> all = new ArrayList<>();
        for (Probe probe : List.of(bare, carillon)) {
            for (Child child : probe.working()) {
                all.add(new WarmUp(child, shape.warmUpMillis));
            }
        }
        for (int i = 0; i < MOST_SLICES && !all.stream().allMatch(WarmUp::isDone); i++) {
            bare.warmUp(shape.warmUpMillis / SLICES);
            carillon.warmUp(shape.warmUpMillis / SLICES);
            for (WarmUp one : all) {
                one.look();
            }
        }
    }

    /** A B B A A B …, so that what else the machine does meets both alike. */
    private Map<Figure, Pair> round(boolean bareFirst) throws IOException {
        boolean bareNext = bareFirst;
        for (int turn = 0; turn < TURNS; turn++) {
            int millis = shape.millis / TURNS;
            (bareNext ? bare : carillon).turn(millis);
            (bareNext ? carillon : bare).turn(millis);
            bareNext = !bareNext;
        }
        Map<Figure, Double> ofBare = bare.take();
        Map<Figure, Pair> pairs = new EnumMap<>(Figure.class);
        carillon.take()
                .forEach((figure, value) -> pairs.put(figure, new Pair(ofBare.getOrDefault(figure, 0.0), value)));
        return pairs;
    }
}
