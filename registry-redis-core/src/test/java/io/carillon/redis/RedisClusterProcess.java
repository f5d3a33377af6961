package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Redis Cluster on loopback: masters that share the slots evenly, each with a replica if that is wanted. */
public final class RedisClusterProcess implements AutoCloseable {
    private static final int SLOTS = 16_384;
    /** Fewer than any master has. */
    private static final int STEP = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a node may be silent before the others take it for dead. On a busy machine one that lives is silent, too. */
    private static final String PATIENT = "60000";

    private static final String HASTY = "1000";

    private final List<RedisProcess> nodes = new ArrayList<>();
    private final Map<RedisProcess, String> addresses = new HashMap<>();
    private final Map<RedisProcess, String> ids = new HashMap<>();
    private final Supplier<List<String>> options;

    private RedisClusterProcess(Supplier<List<String>> options) {
        this.options = options;
    }

    /** Three masters for all tests of this JVM that take nothing away from it; gone with the JVM. */
    public static RedisClusterProcess shared() {
        return Shared.CLUSTER;
    }

    /** No node is taken for dead before {@link #kill}. */
    public static RedisClusterProcess started(int masters, boolean replicas, String... options) {
        return started(masters, replicas, () -> List.of(options));
    }

    /**
     * The same.
     *
     * @param options of each node anew
     */
    public static RedisClusterProcess started(int masters, boolean replicas, Supplier<List<String>> options) {
        RedisClusterProcess cluster = new RedisClusterProcess(options);
        for (int index = 0; index < masters; index++) {
            RedisProcess node = cluster.start();
            ok(node.ask("CLUSTER SET-CONFIG-EPOCH " + (index + 1)));
            serve(node, SLOTS * index / masters, SLOTS * (index + 1) / masters);
        }
        if (replicas) {
            for (int index = 0; index < masters; index++) {
                cluster.start();
            }
        }
        cluster.meet();
        for (int index = masters; index < cluster.nodes.size(); index++) {
            RedisProcess replica = cluster.nodes.get(index);
            ok(replica.ask("CLUSTER REPLICATE " + id(cluster.nodes.get(index - masters))));
        }
        cluster.nodes
                .subList(masters, cluster.nodes.size())
                .forEach(replica ->
                        cluster.until(() -> replica.ask("INFO replication").contains("master_link_status:up")));
        return cluster;
    }

    /** The masters first, in the order of their slots, then their replicas, then those that were added. */
    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
    }

    public String uri() {
        return "redis-cluster://127.0.0.1:" + nodes.get(0).port();
    }

    /** A node without slots. */
    public RedisProcess add() {
        RedisProcess node = start();
        meet();
        return node;
    }

    /** The slot of a key or a channel. */
    public int slot(String name) {
        return Integer.parseInt(nodes.get(0)
                .ask("CLUSTER KEYSLOT " + name)
                .lines()
                .findFirst()
                .orElseThrow()
                .substring(1));
    }

    /** The node that serves a slot. */
    public RedisProcess owner(int slot) {
        return living().filter(node -> serves(node, slot)).findFirst().orElseThrow();
    }

    /** What the node says that has the key. */
    public String ask(String key, String command) {
        return owner(slot(key)).ask(command);
    }

    public void forget() {
        living().forEach(node -> node.ask("FLUSHALL"));
    }

    /** With all keys, as {@code redis-cli --cluster reshard} does it. */
    public void move(int slot, RedisProcess to) {
        begin(slot, to);
        finish(slot, to);
    }

    /** SIGKILL. Done when its replica serves its slots. */
    public void kill(RedisProcess master) {
        int slot = IntStream.range(0, SLOTS)
                .filter(any -> any % STEP == 0 && serves(master, any))
                .findFirst()
                .orElseThrow();
        master.kill();
        hasten(() -> living().anyMatch(node -> serves(node, slot))
                && living().allMatch(node -> node.ask("CLUSTER INFO").contains("cluster_state:ok")));
    }

    /** From now on the slot is on its way: its keys may be here or there. */
    public void begin(int slot, RedisProcess to) {
        RedisProcess from = owner(slot);
        ok(to.ask("CLUSTER SETSLOT " + slot + " IMPORTING " + id(from)));
        ok(from.ask("CLUSTER SETSLOT " + slot + " MIGRATING " + id(to)));
    }

    public void finish(int slot, RedisProcess to) {
        RedisProcess from = owner(slot);
        List<String> keys = from.ask("CLUSTER GETKEYSINSLOT " + slot + " 100000")
                .lines()
                .filter(line -> !line.startsWith("*") && !line.startsWith("$") && !line.startsWith("+"))
                .toList();
        for (String key : keys) {
            from.ask("MIGRATE 127.0.0.1 " + to.port() + " " + key + " 0 5000");
        }
        String id = id(to);
        ok(to.ask("CLUSTER SETSLOT " + slot + " NODE " + id));
        ok(from.ask("CLUSTER SETSLOT " + slot + " NODE " + id));
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }

    /** One by one, since 6.2 knows no ranges, and not too many in one line. */
    private static void serve(RedisProcess node, int from, int to) {
        for (int first = from; first < to; first += STEP) {
            ok(node.ask(IntStream.range(first, Math.min(to, first + STEP))
                    .mapToObj(slot -> " " + slot)
                    .collect(Collectors.joining("", "CLUSTER ADDSLOTS", ""))));
        }
    }

    private RedisProcess start() {
        List<String> all = new ArrayList<>(List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                HASTY, // as often do they talk to each other, so that they soon know all
                "--cluster-replica-validity-factor",
                "0"));
        all.addAll(options.get());
        try {
            int bus = RedisProcess.freePort();
            boolean fixed = RedisProcess.version().startsWith("6."); // there it lies 10,000 above the other
            all.addAll(fixed ? List.of() : List.of("--cluster-port", String.valueOf(bus)));
            RedisProcess node = RedisProcess.started(all.toArray(String[]::new));
            nodes.add(node);
            ids.put(node, id(node));
            int tls = all.indexOf("--tls-port");
            addresses.put(node, "127.0.0.1 " + (tls < 0 ? node.port() : all.get(tls + 1)) + (fixed ? "" : " " + bus));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each meets each, since it takes seconds until they have heard of one another. */
    private void meet() {
        hasten(() -> {
            nodes.forEach(this::meetOthers);
            return nodes.stream().allMatch(this::knowsAll);
        });
    }

    /** And again: whoever is met and does not answer within a second is forgotten. While it is awaited, once more does nothing. */
    private void meetOthers(RedisProcess node) {
        String known = node.ask("CLUSTER NODES");
        nodes.stream()
                .filter(other -> !known.contains(ids.get(other)))
                .forEach(other -> ok(node.ask("CLUSTER MEET " + addresses.get(other))));
    }

    /**
     * Until it holds, and holds when they are patient again: they take a node that a busy machine has held up for dead, and if they do so in
     * their last hasty moment, it stays so for twice the time for which they are patient.
     */
    private void hasten(Callable<Boolean> condition) {
        until(() -> {
            patience(HASTY);
            until(condition);
            patience(PATIENT);
            return condition.call();
        });
    }

    private Stream<RedisProcess> living() {
        return nodes.stream().filter(RedisProcess::isAlive);
    }

    private void patience(String millis) {
        living().forEach(node -> ok(node.ask("CONFIG SET cluster-node-timeout " + millis)));
    }

    /** And has a way to each of them: what it is to pass on to one without is lost. */
    private boolean knowsAll(RedisProcess node) {
        String info = node.ask("CLUSTER INFO");
        String known = node.ask("CLUSTER NODES");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_known_nodes:" + nodes.size() + "\r")
                && !known.contains("handshake")
                && !known.contains("disconnected");
    }

    private void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    private static boolean serves(RedisProcess node, int slot) {
        return node.ask("CLUSTER NODES")
                .lines()
                .filter(line -> line.contains("myself,master"))
                .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(8))
                .filter(range -> !range.startsWith("["))
                .anyMatch(range -> {
                    String[] ends = range.split("-", -1);
                    return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
                });
    }

    private static String id(RedisProcess node) {
        return node.ask("CLUSTER MYID").lines().skip(1).findFirst().orElseThrow();
    }

    private static void ok(String answer) {
        assertThat(answer).startsWith("+OK");
    }

    private static final class Shared {
        static final RedisClusterProcess CLUSTER = started(3, false);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close, "redis-cluster"));
        }
    }
}
