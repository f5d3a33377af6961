package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Child;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures one system, turn by turn. */
interface Probe {
    /** The processes that have something to do. */
    List<Child> working();

    /** Lets it run so long without measuring, as fast as it goes. */
    void warmUp(int millis) throws IOException;

    void turn(int millis) throws IOException;

    /** What the turns since the last time add up to. */
    Map<Figure, Double> take() throws IOException;
}
