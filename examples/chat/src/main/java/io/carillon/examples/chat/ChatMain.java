package io.carillon.examples.chat;

import io.carillon.local.InMemoryBackplane;
import java.util.List;

/**
 * One instance in one process. {@code PORT} is where it listens, 8080 by default, at every address of the machine;
 * {@code INSTANCE_ID} is what it is called, {@code instance-1} by default.
 *
 * <p>Its backplane is in memory, so its rooms are its own.
 */
public final class ChatMain {
    private static final List<String> EVERYWHERE = List.of("0.0.0.0");

    private ChatMain() {}

    /**
     * Runs until it is stopped.
     *
     * @param args none
     * @throws InterruptedException never: nobody interrupts it
     */
    public static void main(String[] args) throws InterruptedException {
        Program.run("carillon-chat", ChatMain::start);
    }

    private static Program.Running start() throws StartupException {
        Settings settings = Settings.read(System.getenv());
        InMemoryBackplane backplane = InMemoryBackplane.create();
        ChatInstance instance = ChatInstance.start(backplane, settings.label(), EVERYWHERE, settings.port());
        System.out.printf("""
                %s is at http://localhost:%2$d/

                Open it in two windows, join one room under two names, and type. Or in a terminal, with Node.js:
                  npx wscat -c "ws://localhost:%2$d/ws/chat/lobby?user=Ada"

                Ctrl-C stops it.

                """, settings.label(), instance.port());
        return () -> {
            instance.close();
            backplane.close();
        };
    }
}
