package io.carillon.local;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import io.carillon.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cluster that lives through random steps, all of them from one seed. */
final class Simulation {
    static final Duration LEASE = Duration.ofSeconds(10);
    static final Duration LINGER = Duration.ofSeconds(5);
    static final List<String> GROUPS = List.of("red", "green", "blue");
    static final List<String> USERS = List.of("ada", "bob");
    private static final int STEPS = 80;
    private static final int MAX_NODES = 5;

    private final Random random;
    final Model model = new Model();
    final SimulatedTime time;
    final SimulatedRuntime brokerTime;
    final InMemoryBackplane broker;
    final List<Node> nodes = new ArrayList<>();
    private final Trouble trouble;
    private long brokerBackAt;
    private int started;
    private long connected;

    Simulation(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.time = new SimulatedTime(random.nextLong());
        this.brokerTime = time.runtime("broker");
        this.broker = new InMemoryBackplane(brokerTime);
        this.trouble = new Trouble(this, random);
    }

    void run() {
        for (int i = 3 + random.nextInt(3); i > 0; i--) {
            start();
        }
        time.advance(Duration.ofMillis(20));
        for (int i = 0; i < STEPS; i++) {
            model.step++;
            step();
            pass();
            model.check();
            if (i % 10 == 0) {
                new AtRest(this).checkTheUntroubled();
            }
        }
        trouble.end();
        time.advance(Duration.ofSeconds(75));
        model.check();
        new AtRest(this).check();
    }

    private void pass() {
        int kind = random.nextInt(20);
        if (kind < 6) {
            time.runSome(random.nextInt(20));
        } else if (kind < 19) {
            time.advance(Duration.ofMillis(random.nextInt(kind < 14 ? 30 : 1_500)));
        } else {
            time.advance(Duration.ofMillis(random.nextInt(12_000)));
        }
    }

    private void step() {
        for (Client client : List.copyOf(model.clients)) {
            if (client.askedToClose && client.state == Client.State.REGISTERED) {
                close(client);
            }
        }
        int kind = random.nextInt(120);
        if (kind < 14) {
            connect();
        } else if (kind < 17) {
            with(this::clientAwake, this::close);
        } else if (kind < 38) {
            with(this::clientAwake, client -> move(true, ownerOf(client.id()), client));
        } else if (kind < 45) {
            with(this::clientAwake, client -> move(false, ownerOf(client.id()), client));
        } else if (kind < 51) {
            with(client -> client.state == Client.State.REGISTERED, client -> {
                Node node = pick(nodes, Node::isAwake);
                if (node != null) {
                    move(random.nextInt(3) > 0, node, client);
                }
            });
        } else if (kind < 53) {
            with(this::clientAwake, this::leaveAll);
        } else if (kind < 98) {
            Node node = pick(nodes, Node::isAwake);
            if (node != null) {
                send(node, audience());
            }
        } else if (kind < 99) {
            disconnect();
        } else {
            trouble.step();
        }
    }

    void start() {
        if (nodes.stream().filter(node -> !node.runtime.isDead()).count() < MAX_NODES) {
            Node node = new Node(this, model, broker, "n" + ++started, random.nextLong());
            nodes.add(node);
            model.log("start " + node);
            node.start();
        }
    }

    private void connect() {
        Node node = pick(nodes, Node::isAwake);
        if (node == null) {
            return;
        }
        Optional<String> user =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(USERS.get(random.nextInt(USERS.size())));
        Client client = new Client(model, node.hub.instanceId(), ++connected, user);
        model.clients.add(client);
        model.log("connect " + client + " on " + node);
        node.track("register " + client.id(), node.hub.register(client), call -> {
            model.log("connected " + client + " " + call.error);
            if (client.state == Client.State.REGISTERING) {
                if (call.error == null) {
                    client.state = Client.State.REGISTERED;
                } else {
                    client.gone();
                }
            }
        });
        if (random.nextInt(4) == 0) {
            move(true, node, client);
        }
    }

    private void close(Client client) {
        Node node = ownerOf(client.id());
        if (node == null || !node.isAwake()) {
            return;
        }
        model.log("close " + client);
        CompletionStage<Void> stage = node.hub.unregister(client.id());
        client.gone();
        node.track("unregister " + client.id(), stage, call -> model.log("closed " + client.id() + " " + call.error));
    }

    private void move(boolean join, Node node, Client client) {
        String group = GROUPS.get(random.nextInt(GROUPS.size()));
        boolean remote = node != ownerOf(client.id());
        String what = (join ? "join " : "leave ") + client.id() + " " + group + " by " + node;
        model.log(what);
        ask(
                node,
                client,
                group,
                join,
                remote,
                what,
                () -> join ? node.hub.join(client.id(), group) : node.hub.leave(client.id(), group));
    }

    private void ask(
            Node node,
            Client client,
            String group,
            boolean join,
            boolean remote,
            String what,
            java.util.function.Supplier<CompletionStage<?>> call) {
        Place place = client.place(group);
        client.awaited.removeIf(sent -> sent.mentions(new Target.Group(group)));
        Place.Op op = place.begin(join, remote);
        node.abandonLater(() -> place.abandon(op));
        node.track(what, call.get(), ended -> {
            place.end(op, ended.error, model.step);
            model.log("ended " + what + ": " + ended.error + ", " + place);
        });
    }

    private void leaveAll(Client client) {
        Node node = ownerOf(client.id());
        model.log("leaveAll " + client);
        CompletionStage<Void> all = node.hub.leaveAll(client.id());
        for (String group : GROUPS) {
            ask(node, client, group, false, false, "leaveAll " + client.id() + " " + group, () -> all);
        }
    }

    void send(Node node, Audience audience) {
        Sent sent = model.send(node.hub.instanceId(), audience, time.now());
        CompletionStage<?> stage = node.hub.send(audience, Message.text(Integer.toString(sent.id)));
        model.log("send " + sent + " by " + node);
        node.track("send " + sent.id, stage, call -> {
            sent.result = call.error == null
                    ? Sent.Result.ACCEPTED
                    : Node.saysNothingHappened(call.error) ? Sent.Result.REFUSED : Sent.Result.UNKNOWN;
        });
    }

    private void disconnect() {
        Node node = pick(nodes, Node::isAwake);
        Client client = pick(model.clients, one -> one.state == Client.State.REGISTERED);
        if (node != null && client != null) {
            model.log("disconnect " + client + " by " + node);
            client.awaited.clear();
            node.track(
                    "disconnect",
                    node.hub.disconnect(Audience.connection(client.id()), new CloseReason(4000, "bye")),
                    call -> {});
        }
    }

    /** Gone without a word. */
    void crash(Node node) {
        node.ending = true;
        node.runtime.kill();
        node.backplane.cut();
        node.abandonAll();
        model.clients.stream().filter(client -> ownerOf(client.id()) == node).forEach(Client::gone);
        model.clients.removeIf(client -> ownerOf(client.id()) == node);
        nodes.remove(node);
    }

    /** Whether everybody has had the time to come back from the broker's own pause. */
    boolean isBrokerBack() {
        return time.now() - brokerBackAt > Duration.ofSeconds(20).toNanos();
    }

    void brokerIsBack() {
        brokerBackAt = time.now();
    }

    private Audience audience() {
        Audience one = audienceOfOne();
        Audience audience = random.nextInt(4) == 0 ? one.and(audienceOfOne()) : one;
        Client some = pick(model.clients, client -> true);
        return switch (random.nextInt(6)) {
            case 0 -> some == null ? audience : audience.except(some.id());
            case 1 -> audience.except(Audience.group(GROUPS.get(random.nextInt(GROUPS.size()))));
            default -> audience;
        };
    }

    private Audience audienceOfOne() {
        Client some = pick(model.clients, client -> client.state != Client.State.GONE);
        int kind = random.nextInt(10);
        if (kind < 2) {
            return Audience.user(USERS.get(random.nextInt(USERS.size())));
        } else if (kind < 3 && some != null) {
            return Audience.connection(some.id());
        } else if (kind < 4) {
            return Audience.everyone();
        }
        return Audience.group(GROUPS.get(random.nextInt(GROUPS.size())));
    }

    @Nullable
    Node ownerOf(ConnectionId id) {
        return nodes.stream()
                .filter(node -> node.hub != null && node.hub.instanceId().equals(id.instance()))
                .findFirst()
                .orElse(null);
    }

    private boolean clientAwake(Client client) {
        Node node = ownerOf(client.id());
        return client.state == Client.State.REGISTERED && node != null && node.isAwake();
    }

    private void with(Predicate<Client> wanted, java.util.function.Consumer<Client> action) {
        Client client = pick(model.clients, wanted);
        if (client != null) {
            action.accept(client);
        }
    }

    <T> @Nullable T pick(List<T> all, Predicate<T> wanted) {
        List<T> some = all.stream().filter(wanted).toList();
        return some.isEmpty() ? null : some.get(random.nextInt(some.size()));
    }
}
