package io.carillon.examples.chat;

import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What both programs do alike: start, or say in one line why not; then run until they are told to stop, and clear up. */
final class Program {
    /** Kept here, because the logging of the JDK forgets the level of a logger that nobody holds. */
    private static final Logger CONTAINER_LOG = Logger.getLogger("org.glassfish");

    private Program() {}

    /** Starts something that is closed on Ctrl-C and SIGTERM. Does not return. */
    static void run(String name, Start start) throws InterruptedException {
        CONTAINER_LOG.setLevel(Level.WARNING);
        try {
            Running running = start.start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
            DemoTokens.warn();
        } catch (StartupException e) {
            System.err.println(name + ": " + e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** How a program starts. */
    interface Start {
        Running start() throws StartupException;
    }

    /** What a program has started. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
