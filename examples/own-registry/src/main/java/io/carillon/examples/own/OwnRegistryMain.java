package io.carillon.examples.own;

import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Two instances in one process, on {@code PORT} and the next one, 8080 and 8081 by default. */
public final class OwnRegistryMain {
    /** Kept here, because the logging of the JDK forgets the level of a logger that nobody holds. */
    private static final Logger CONTAINER_LOG = Logger.getLogger("org.glassfish");

    private OwnRegistryMain() {}

    /**
     * Runs until it is stopped.
     *
     * @param args none
     */
    public static void main(String[] args) {
        CONTAINER_LOG.setLevel(Level.WARNING);
        try {
            start(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
        } catch (IOException | DeploymentException | IllegalArgumentException e) {
            System.err.println("carillon-own-registry: cannot listen on PORT and the next one: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void start(int port) throws IOException, DeploymentException {
        SharedState shared = new SharedState(InstantSource.system());
        Broker broker = new Broker();
        OwnInstance one = new OwnInstance("instance-1", shared, broker, port);
        OwnInstance two = new OwnInstance("instance-2", shared, broker, port + 1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            one.close();
            two.close();
        }));
        System.out.printf("""
                Two instances of a chat, and one registry written by hand between them. In two terminals, with Node.js:
                  npx wscat -c ws://localhost:%d/chat/lobby/Ada
                  npx wscat -c ws://localhost:%d/chat/lobby/Grace
                Ctrl-C stops both.
                """, one.port(), two.port());
    }
}
