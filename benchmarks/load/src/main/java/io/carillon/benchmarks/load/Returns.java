package io.carillon.benchmarks.load;

import java.io.IOException;

/**
 * What it was like when all came back at once.
 *
 * @param accepted how many handshakes were accepted
 * @param refused how many were refused with 503, and came again
 * @param p50 nanoseconds from the connecting to the answer of an accepted handshake, the median
 * @param p99 the same, for all but one of a hundred
 * @param longest nanoseconds until all were back, in the round that took longest
 */
record Returns(long accepted, long refused, long p50, long p99, long longest) {
    /** Measures on one container, with Carillon: a first round to warm up, then those that count. */
    static Returns measure(Container container, LoadOptions options) throws IOException {
        try (Children children = new Children()) {
            Server server = children.server(container, LoadServer.Variant.CARILLON, options.jvmFlags());
            Child client = children.client();
            String answer = "";
            for (int round = 0; round <= options.rounds; round++) {
                answer = client.ask("storm " + server.port() + " " + options.reconnect + " " + round);
                server.awaitMembers(options.reconnect);
            }
            return parse(answer);
        }
    }

    private static Returns parse(String line) {
        String[] words = line.split(" ", -1);
        return new Returns(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]));
    }

    String line() {
        return accepted + " " + refused + " " + p50 + " " + p99 + " " + longest;
    }
}
