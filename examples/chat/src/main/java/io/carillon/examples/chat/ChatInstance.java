package io.carillon.examples.chat;

import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import java.util.List;

/** One instance: a hub, and the server whose connections it keeps. */
final class ChatInstance implements AutoCloseable {
    private final Hub hub;
    private final ChatServer server;

    private ChatInstance(Hub hub, ChatServer server) {
        this.hub = hub;
        this.server = server;
    }

    /**
     * Starts an instance. It closes the hub, and leaves the backplane to whoever opened it.
     *
     * @param backplane what the instances share
     * @param secret what tokens are signed with, the same on all instances
     * @param label what the instance is called
     * @param hosts the local addresses to listen at
     * @param port the port; 0 takes any free one, and is for one host only
     * @throws StartupException if it cannot start, in words for its user
     */
    static ChatInstance start(Backplane backplane, Secret secret, String label, List<String> hosts, int port)
            throws StartupException {
        Hub hub = Hub.builder()
                .backplane(backplane)
                .name(label)
                .start()
                .toCompletableFuture()
                .join();
        try {
            return new ChatInstance(hub, ChatServer.start(hub, new DemoTokens(secret, backplane), label, hosts, port));
        } catch (StartupException e) {
            hub.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    /** Says good-bye to every connection, then stops. */
    @Override
    public void close() {
        server.close();
        hub.close();
    }
}
