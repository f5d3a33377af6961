package io.carillon.benchmarks.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One instance, alone in its process: of which {@link Peer}, at which server, and with which {@link Board} its arguments say. Obeys what
 * comes on standard input, and ends with it.
 *
 * <pre>
 * receive ROOM RECEIVERS             receives from now on, and writes on the board how far it is
 * pace ROOM PER_SECOND MILLIS        publishes: count, nanoseconds
 * flood ROOMS THREADS IN_FLIGHT MILLIS     the same
 * relay ROOM IN_FLIGHT MILLIS        the same
 * enrol MEMBERS
 * churn MEMBERS MILLIS               pairs of join and leave, nanoseconds
 * await COUNT                        waits until so many have come in all
 * take                               what has come: count, microseconds at the 50th and at the 99th percentile
 * </pre>
 */
final class NodeMain {
    private static final int PATIENCE_SECONDS = 20;

    private final Bus bus;
    private final Load load;
    private final Board board;
    private @Nullable Arrivals arrivals;

    private NodeMain(Bus bus, Board board) {
        this.bus = bus;
        this.load = new Load(bus);
        this.board = board;
    }

    public static void main(String[] args) {
        try (Bus bus = Peer.valueOf(args[0]).open(args[1])) {
            NodeMain node = new NodeMain(bus, new Board(Path.of(args[2])));
            System.out.println("connected");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(node.obey(command.split(" ", -1)));
            }
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private Object obey(String[] words) throws InterruptedException, TimeoutException {
        return switch (words[0]) {
            case "receive" -> {
                arrivals = new Arrivals(number(words[2]), board);
                bus.receive(words[1], number(words[2]), arrivals);
                yield "receiving";
            }
            case "pace" -> load.pace(words[1], number(words[2]), number(words[3]));
            case "flood" -> load.flood(words[1], number(words[2]), number(words[3]), number(words[4]));
            case "relay" -> load.relay(words[1], board, number(words[2]), number(words[3]));
            case "enrol" -> {
                bus.enrol(number(words[1]));
                yield "enrolled";
            }
            case "churn" -> load.churn(number(words[1]), number(words[2]));
            case "await" -> await(Long.parseLong(words[1]));
            case "take" -> arrivals == null ? "0 0 0" : arrivals.take();
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        };
    }

    private long await(long count) throws TimeoutException {
        long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (board.read() < count) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            if (System.nanoTime() > late) {
                throw new TimeoutException("of " + count + " messages only " + board.read() + " have come");
            }
        }
        return count;
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
