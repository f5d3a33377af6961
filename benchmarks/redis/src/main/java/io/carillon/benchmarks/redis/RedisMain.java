package io.carillon.benchmarks.redis;

import java.io.IOException;

/**
 * Measures the hub over a real Redis beside a bare client, and prints the ratios as it learns them.
 *
 * <pre>
 * [kind…]               latency, publish, deliver, churn; all if none is named
 * --beside=lettuce      only this client: lettuce, or jedis, which is there for the latency only
 * --quick               rough
 * --forks=3 --rounds=4 --millis=3000 --warm-up-millis=4000 --threads=4 --receivers=100 --in-flight=256
 * --flag=-XX:…          one more JVM flag for the instances; may come more than once
 * </pre>
 */
final class RedisMain {
    private RedisMain() {}

    public static void main(String[] args) throws IOException {
        Shape shape = Shape.parse(args);
        Table table = new Table(System.out, shape);
        table.head();
        for (Peer bare : shape.bare()) {
            for (Kind kind : shape.kinds()) {
                if (bare.does(kind)) {
                    table.lines(bare, Rounds.measure(kind, bare, shape));
                }
            }
        }
        System.exit(0);
    }
}
