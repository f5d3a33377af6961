package io.carillon.examples.chat;

import io.carillon.local.InMemoryBackplane;
import java.util.List;

/** Two instances on free ports, over one backplane: what the demo starts. */
final class TwoInstances implements AutoCloseable {
    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final Secret secret = Secret.random();
    private final ChatInstance one;
    private ChatInstance two;

    TwoInstances() throws StartupException {
        this(0);
    }

    /** The second at this port. */
    TwoInstances(int port) throws StartupException {
        one = ChatInstance.start(backplane, secret, "instance-1", LOOPBACK, 0);
        two = ChatInstance.start(backplane, secret, "instance-2", LOOPBACK, port);
    }

    Secret secret() {
        return secret;
    }

    int first() {
        return one.port();
    }

    int second() {
        return two.port();
    }

    void stopSecond() {
        two.close();
    }

    /** On the port that it had before, which should be none of those that the system gives away meanwhile. */
    void startSecondAgain() throws StartupException {
        two = ChatInstance.start(backplane, secret, "instance-2", LOOPBACK, two.port());
    }

    @Override
    public void close() {
        one.close();
        two.close();
        backplane.close();
    }
}
