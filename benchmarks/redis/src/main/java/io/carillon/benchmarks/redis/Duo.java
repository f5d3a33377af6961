package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Child;
import io.carillon.benchmarks.load.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Two instances of one system, each a process of its own.
 *
 * @param sender publishes, joins and leaves
 * @param receiver has the receivers
 */
record Duo(Child sender, Child receiver) {
    static Duo start(Children children, Peer peer, String uri, List<String> flags) throws IOException {
        Path board = Files.createTempFile(Files.createDirectories(Path.of("target")), "board-", "");
        board.toFile().deleteOnExit();
        return new Duo(
                node(children, peer + "-sender", peer, uri, board, flags),
                node(children, peer + "-receiver", peer, uri, board, flags));
    }

    private static Child node(Children children, String name, Peer peer, String uri, Path board, List<String> flags)
            throws IOException {
        Child child = children.start(
                name,
                flags,
                System.getProperty("java.class.path"),
                NodeMain.class,
                peer.name(),
                uri,
                board.toAbsolutePath().toString());
        child.answer();
        return child;
    }

    /** User and system time of both so far. */
    Duration cpu() {
        return sender.cpu().plus(receiver.cpu());
    }
}
