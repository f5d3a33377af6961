package io.carillon.benchmarks.load;

import io.carillon.benchmarks.load.LoadServer.Variant;
import io.carillon.benchmarks.load.Pair.Cost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Paired rounds on one container: the plain loop and Carillon, in fresh servers with the same flags, with one client that has
 * a full room on each. They are measured by turns; the other has nothing to do meanwhile.
 */
final class Rounds {
    /** In a room of so few, a second has thousands of publishes, and what is done once for each of them gets warm as well. */
    private static final int FEW = 10;

    static final int SLICES = 6;
    private static final int WARM_UP_SLICES = 8;
    private static final int MOST_WARM_UP_SLICES = 8 * WARM_UP_SLICES;

    private final LoadOptions options;
    private final Server plain;
    private final Server carillon;
    private final Child client;

    private Rounds(Container container, LoadOptions options, Children children) throws IOException {
        this.options = options;
        this.plain = children.server(container, Variant.PLAIN, options.jvmFlags());
        this.carillon = children.server(container, Variant.CARILLON, options.jvmFlags());
        this.client = children.client();
    }

    /** Measures: what each pair of rounds has shown, by the number of publishes in flight. */
    static Map<Integer, List<Pair>> measure(Container container, LoadOptions options) throws IOException {
        Map<Integer, List<Pair>> pairs = new TreeMap<>();
        for (int fork = 0; fork < options.forks; fork++) {
            try (Children children = new Children()) {
                Rounds rounds = new Rounds(container, options, children);
                int few = Math.min(FEW, options.members);
                rounds.fill(few);
                rounds.warmUp(false);
                rounds.fill(options.members - few);
                rounds.age();
                rounds.warmUp(true);
                for (int round = 0; round < options.rounds; round++) {
                    for (int inFlight : options.inFlight) {
                        pairs.computeIfAbsent(inFlight, none -> new ArrayList<>())
                                .add(rounds.pair(inFlight, (fork + round) % 2 == 0));
                    }
                }
            }
        }
        return pairs;
    }

    private void fill(int more) throws IOException {
        for (Server server : List.of(plain, carillon)) {
            client.ask("connect " + server.port() + " " + more + " " + options.members);
            server.awaitMembers(more);
        }
    }

    /**
     * Makes both collect everything. Connections live for hours, so a collector has them among what is old, and there each reference that a
     * frame writes costs more. Otherwise the server that has collected more often would pay for it first.
     */
    private void age() throws IOException {
        plain.heap();
        carillon.heap();
    }

    /**
     * Until both have had their CPU time and spend next to nothing on compiling and refining any more: what the compiler takes is no cost of
     * a frame, and falls on the one with more code; and how much G1 refines before it waits for the next collection, it learns by a tenth
     * with each collection of what is young, for which a server that runs for hours has time. By CPU time, since on a busy machine a second may
     * be next to nothing; and yet the time for it is bounded.
     *
     * @param full whether everybody is there, and so all that G1 learns from
     */
    private void warmUp(boolean full) throws IOException {
        int slice = options.warmUpMillis / WARM_UP_SLICES;
        WarmUp ofPlain = new WarmUp(plain.child(), options.warmUpMillis);
        WarmUp ofCarillon = new WarmUp(carillon.child(), options.warmUpMillis);
        for (int i = 0; i < MOST_WARM_UP_SLICES && !(ofPlain.isDone() && ofCarillon.isDone()); i++) {
            for (int inFlight : options.inFlight) {
                run(plain, inFlight, slice / 2);
                run(carillon, inFlight, slice / 2);
            }
            if (full) {
                plain.collect();
                carillon.collect();
            }
            ofPlain.look();
            ofCarillon.look();
        }
    }

    /** In short slices by turns, so that what else the machine does meets both alike. */
    private Pair pair(int inFlight, boolean plainFirst) throws IOException {
        Cost ofPlain = Cost.NONE;
        Cost ofCarillon = Cost.NONE;
        boolean plainNext = plainFirst;
        for (int slice = 0; slice < SLICES; slice++) {
            if (plainNext) {
                ofPlain = ofPlain.plus(run(plain, inFlight, options.millis / SLICES));
            }
            ofCarillon = ofCarillon.plus(run(carillon, inFlight, options.millis / SLICES));
            if (!plainNext) {
                ofPlain = ofPlain.plus(run(plain, inFlight, options.millis / SLICES));
            }
            plainNext = !plainNext;
        }
        return new Pair(ofPlain, ofCarillon);
    }

    private Cost run(Server server, int inFlight, int millis) throws IOException {
        Duration before = server.child().cpu();
        Duration compiled = server.child().compilers();
        Run run = Run.parse(client.ask("run " + server.port() + " " + inFlight + " " + millis));
        return new Cost(
                server.child().cpu().minus(before), server.child().compilers().minus(compiled), run);
    }
}
