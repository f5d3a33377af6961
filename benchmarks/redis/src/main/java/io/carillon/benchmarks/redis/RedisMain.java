package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.HarnessCommand;
import java.io.IOException;

/**
 * Measures the hub over a real Redis beside a bare client, and prints the ratios as it learns them. Its command line is {@link Shape}.
 */
final class RedisMain {
    private RedisMain() {}

    public static void main(String[] args) throws IOException {
        Shape shape = new Shape(args);
        HarnessCommand.read(shape, args);
        Table table = new Table(System.out, shape);
        table.head();
        for (Peer bare : shape.bare) {
            for (Kind kind : shape.kinds) {
                if (bare.does(kind)) {
                    table.lines(bare, Rounds.measure(kind, bare, shape));
                }
            }
        }
        System.exit(0);
    }
}
