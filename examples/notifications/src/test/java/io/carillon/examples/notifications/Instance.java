package io.carillon.examples.notifications;

import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.util.Map;

/** One instance of the service in a process of its own. */
record Instance(ChildProcess process, int port) implements AutoCloseable {
    static Instance start(RedisProcess redis, Map<String, String> variables) throws IOException {
        ChildProcess process = ChildProcess.java(NotificationsMain.class, Instances.environment(redis, variables));
        try {
            String line = process.awaitLine("listens on port");
            return new Instance(process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
        } catch (Throwable e) {
            process.close();
            throw e;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
