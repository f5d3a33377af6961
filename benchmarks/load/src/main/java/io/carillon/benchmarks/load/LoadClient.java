package io.carillon.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The client of one or more servers, alone in its process, on one thread. Obeys what comes on standard input, and ends with
 * it.
 *
 * <pre>
 * connect PORT COUNT GROUP_SIZE   opens so many connections, or so many more, to the server on that port
 * storm PORT COUNT ROUND          opens so many, in round 0; then cuts all at once, and all come back at once; answers with the
 *                                 {@link Returns} of all rounds but 0
 * run PORT IN_FLIGHT MILLIS       publishes there for so long, and answers with a {@link Run}
 * </pre>
 */
final class LoadClient {
    private final Map<String, ClientRoom> rooms = new HashMap<>();
    private final Map<String, Storm> storms = new HashMap<>();

    private LoadClient() {}

    public static void main(String[] args) throws IOException {
        LoadClient client = new LoadClient();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(client.obey(command.split(" ")));
        }
    }

    private Returns storm(String port, int count) throws IOException {
        Storm storm = storms.get(port);
        if (storm == null) {
            storm = new Storm(Integer.parseInt(port), count);
            storms.put(port, storm);
            storm.comeIn();
            storm.reset();
        } else {
            storm.cut();
            storm.comeIn();
        }
        return storm.result();
    }

    private String obey(String[] command) throws IOException {
        String port = command[1];
        int count = Integer.parseInt(command[2]);
        int last = Integer.parseInt(command[3]);
        switch (command[0]) {
            case "connect" -> {
                ClientRoom room = rooms.get(port);
                if (room == null) {
                    room = new ClientRoom(Integer.parseInt(port), last);
                    rooms.put(port, room);
                }
                room.connect(count);
                return command[2];
            }
            case "storm" -> {
                return storm(port, count).line();
            }
            case "run" -> {
                return Objects.requireNonNull(rooms.get(port)).run(count, last).line();
            }
            default -> throw new IllegalArgumentException("no such command: " + command[0]);
        }
    }
}
