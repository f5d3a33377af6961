package io.carillon.benchmarks.redis;

/**
 * One figure of one round.
 *
 * @param bare of the client
 * @param carillon of the hub
 */
record Pair(double bare, double carillon) {
    double ratio() {
        return carillon / bare;
    }
}
