package io.carillon.examples.chat;

import io.carillon.BackplaneUnavailableException;
import io.carillon.local.InMemoryBackplane;
import io.carillon.redis.RedisBackplane;
import io.carillon.spi.Backplane;
import java.util.List;

/**
 * One instance in one process. {@code PORT} is where it listens, 8080 by default, at every address of the machine;
 * {@code INSTANCE_ID} is what it is called, {@code instance-1} by default.
 *
 * <p>With {@code REDIS_URL} it shares its rooms with all processes that are given the same; without, its backplane is in memory,
 * and its rooms are its own. {@code JWT_SECRET} is what its tokens are signed with.
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
        Backplane backplane = backplane(settings);
        ChatInstance instance = start(backplane, settings);
        System.out.printf("""
                %s is at http://localhost:%2$d/

                Open it in two windows, join one room under two names, and type. Or in a terminal, with Node.js:
                  TOKEN=$(curl -s "http://localhost:%2$d/token?user=Ada" | cut -d'"' -f4)
                  npx wscat -H "Authorization: Bearer $TOKEN" -c ws://localhost:%2$d/ws/chat/lobby

                Ctrl-C stops it.

                """, settings.label(), instance.port());
        return () -> {
            instance.close();
            backplane.close();
        };
    }

    private static Backplane backplane(Settings settings) throws StartupException {
        try {
            return settings.redis().isPresent()
                    ? RedisBackplane.connect(settings.redis().get())
                    : InMemoryBackplane.create();
        } catch (IllegalArgumentException | BackplaneUnavailableException e) {
            throw new StartupException("REDIS_URL: " + e.getMessage(), e);
        }
    }

    private static ChatInstance start(Backplane backplane, Settings settings) throws StartupException {
        try {
            return ChatInstance.start(backplane, settings.secret(), settings.label(), EVERYWHERE, settings.port());
        } catch (StartupException e) {
            backplane.close();
            throw e;
        }
    }
}
