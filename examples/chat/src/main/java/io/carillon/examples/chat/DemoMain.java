package io.carillon.examples.chat;

import io.carillon.local.InMemoryBackplane;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Two instances in one process, over one backplane in memory: the shortest way to see rooms that span instances. They
 * listen on 8080 and 8081, or on {@code PORT} and the next one, and this machine alone can reach them.
 */
public final class DemoMain {
    private DemoMain() {}

    /**
     * Runs until it is stopped.
     *
     * @param args none
     * @throws InterruptedException never: nobody interrupts it
     */
    public static void main(String[] args) throws InterruptedException {
        Program.run("carillon demo", DemoMain::start);
    }

    private static Program.Running start() throws StartupException {
        Settings settings = Settings.read(System.getenv());
        int first = settings.port();
        int second = first + 1;
        if (first == 0 || second > Settings.MAX_PORT) {
            throw new StartupException("PORT is " + first + ", expected 1 to " + (Settings.MAX_PORT - 1)
                    + ": the demo takes that port and the next one");
        }
        InMemoryBackplane backplane = InMemoryBackplane.create();
        ChatInstance one = ChatInstance.start(backplane, settings.secret(), "instance-1", loopback(), first);
        ChatInstance two = startSecond(backplane, settings.secret(), one, second);
        System.out.printf("""
                Two instances of the chat, and one backplane between them:
                  instance-1   http://localhost:%1$d/
                  instance-2   http://localhost:%2$d/

                Open both, side by side. Join the same room under two names, and type.
                Or in two terminals, with Node.js:
                  TOKEN=$(curl -s "http://localhost:%1$d/token?user=Ada" | cut -d'"' -f4)
                  npx wscat -H "Authorization: Bearer $TOKEN" -c ws://localhost:%1$d/ws/chat/lobby

                  TOKEN=$(curl -s "http://localhost:%2$d/token?user=Grace" | cut -d'"' -f4)
                  npx wscat -H "Authorization: Bearer $TOKEN" -c ws://localhost:%2$d/ws/chat/lobby

                Who is in the lobby, as either instance knows it:
                  curl http://localhost:%1$d/rooms/lobby

                Ctrl-C stops both.

                """, first, second);
        return () -> {
            // Together, as two processes would be told.
            CompletableFuture.allOf(CompletableFuture.runAsync(one::close), CompletableFuture.runAsync(two::close))
                    .join();
            backplane.close();
        };
    }

    private static ChatInstance startSecond(InMemoryBackplane backplane, Secret secret, ChatInstance one, int port)
            throws StartupException {
        try {
            return ChatInstance.start(backplane, secret, "instance-2", loopback(), port);
        } catch (StartupException e) {
            one.close();
            throw e;
        }
    }

    /** What {@code localhost} may stand for. Some clients try only one of them, and not all the same one. */
    private static List<String> loopback() {
        return Stream.of("127.0.0.1", "::1").filter(DemoMain::isOurs).toList();
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }
}
