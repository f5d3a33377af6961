package io.carillon.benchmarks.load;

import io.carillon.jakarta.RegistryEndpoint;
import io.carillon.jakarta.TestContainer;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A server, alone in its process: the container on the class path, with one {@link Variant}. Says its port, then obeys what
 * comes on standard input, and ends with it, so that it does not outlive whoever started it.
 *
 * <pre>
 * members N   waits until N more connections are there and in their group
 * heap        how many bytes live on the heap
 * </pre>
 */
final class LoadServer {
    static final String GROUP = "group";

    /** A permit for each connection that is there and in its group. */
    static final Semaphore MEMBERS = new Semaphore(0);

    private static final String PATH = "/load/{" + GROUP + "}";
    private static final int MEMBERS_SECONDS = 110;
    private static final int GARBAGE_ARRAYS = 16;
    private static final int GARBAGE_BYTES = 64 << 10;

    /** Where it can be seen from everywhere, or it would not be made at all. */
    static volatile byte[] garbage = {};

    /** What the server does with a connection. */
    enum Variant {
        BARE,
        PLAIN,
        CARILLON
    }

    private LoadServer() {}

    public static void main(String[] args) throws Exception {
        TestContainer container = TestContainer.load();
        container.start(List.of(endpoint(Variant.valueOf(args[0]))), List.of());
        System.out.println(container.port());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(obey(command.split(" ")));
        }
        System.exit(0);
    }

    private static ServerEndpointConfig endpoint(Variant variant) {
        return switch (variant) {
            case BARE ->
                ServerEndpointConfig.Builder.create(BareEndpoint.class, PATH).build();
            case PLAIN ->
                ServerEndpointConfig.Builder.create(PlainEndpoint.class, PATH).build();
            case CARILLON -> {
                Hub hub = Hub.builder()
                        .backplane(InMemoryBackplane.create())
                        .start()
                        .toCompletableFuture()
                        .join();
                yield RegistryEndpoint.config(PATH, () -> new CarillonEndpoint(hub));
            }
        };
    }

    private static long obey(String[] command) throws IOException, InterruptedException {
        switch (command[0]) {
            case "members" -> {
                int count = Integer.parseInt(command[1]);
                if (!MEMBERS.tryAcquire(count, MEMBERS_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("of " + count + " members only " + MEMBERS.availablePermits() + " have come");
                }
                return count;
            }
            case "heap" -> {
                // The first one lets cleaners run, and what they let go of is gone after the second.
                liveBytes();
                return liveBytes();
            }
            case "collect" -> {
                return collections();
            }
            default -> throw new IllegalArgumentException("no such command: " + command[0]);
        }
    }

    /** Makes garbage until it is collected once more, as what is young. */
    private static long collections() {
        long before = count();
        while (count() == before) {
            for (int i = 0; i < GARBAGE_ARRAYS; i++) {
                garbage = new byte[GARBAGE_BYTES];
            }
        }
        return count();
    }

    private static long count() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Collects, and counts object by object. What the memory bean says is used is not as exact. */
    private static long liveBytes() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            // Its last line: Total, instances, bytes.
            String[] total = histogram.strip().split("\\s+", -1);
            return Long.parseLong(total[total.length - 1]);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM gives no class histogram", e);
        }
    }
}
