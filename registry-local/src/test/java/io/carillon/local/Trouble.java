package io.carillon.local;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong in a {@link Simulation}. */
final class Trouble {
    private final Simulation simulation;
    private final Random random;

    Trouble(Simulation simulation, Random random) {
        this.simulation = simulation;
        this.random = random;
    }

    void step() {
        Node node = simulation.pick(simulation.nodes, any -> true);
        int kind = random.nextInt(26);
        if (node == null || kind < 2) {
            simulation.start();
        } else if (kind < 11) {
            impair(node, kind);
        } else if (kind < 17) {
            heal(node);
        } else if (kind < 20) {
            log("pause " + node);
            node.pause();
        } else if (kind < 22) {
            log("crash " + node);
            simulation.crash(node);
        } else if (kind < 23 && node.isAwake() && !node.draining) {
            shutDown(node);
        } else if (kind < 24) {
            log("forget");
            simulation.nodes.forEach(Node::troubled);
            simulation.broker.forget();
            simulation.ledger.forget();
        } else if (kind < 25) {
            pauseBroker();
        } else {
            suspendAll();
        }
    }

    private void impair(Node node, int kind) {
        log("impair " + node + " " + kind);
        if (kind < 5) {
            node.cut();
            return;
        } else if (kind < 6) {
            node.stall();
            return;
        }
        node.troubled();
        node.impaired = true;
        switch (kind) {
            case 6 -> node.backplane.refuse(0.3);
            case 7 -> node.backplane.loseAnswers(0.3);
            case 8 -> node.delay(random.nextBoolean() ? Duration.ofMillis(200) : Node.SLOW);
            case 9 -> node.backplane.repeat(0.3);
            default -> node.backplane.reorder(true);
        }
    }

    private void heal(Node node) {
        boolean clockStoodStill = random.nextBoolean();
        log("heal " + node + " " + clockStoodStill);
        if (node.isTroubled()) {
            node.troubled();
        }
        node.runtime.resume(clockStoodStill);
        node.heal();
    }

    /** Some let their connections go first. */
    private void shutDown(Node node) {
        if (random.nextBoolean()) {
            log("shut down " + node);
            end(node);
            return;
        }
        log("drain " + node);
        node.draining = true;
        simulation.clientsOf(node).forEach(Client::leave);
        node.hub.drain(Duration.ofMillis(random.nextInt(2_000))).whenComplete((done, error) -> {
            log("has drained " + node + " " + error);
            end(node);
        });
    }

    /** What waits then ends; what becomes of it is of no interest. */
    private void end(Node node) {
        if (node.ending) {
            return;
        }
        node.ending = true;
        node.abandonAll();
        node.hub.end().whenComplete((done, error) -> {
            log("has shut down " + node + " " + error);
            simulation.crash(node);
        });
    }

    /** Nobody reaches it for longer than a lease, and then one after the other comes back. */
    private void pauseBroker() {
        List<Node> all = simulation.nodes.stream()
                .filter(node -> node.link != Node.Link.CUT)
                .toList();
        log("the broker pauses");
        all.forEach(Node::loseLink);
        simulation.time.advance(Duration.ofMillis(16_000 + random.nextInt(4_000)));
        log("the broker goes on");
        for (Node node : all) {
            simulation.time.advance(Duration.ofMillis(random.nextInt(1_500)));
            node.restore();
        }
        simulation.brokerIsBack();
    }

    /** All machines stand still for longer than a lease, their clocks too, and then one after the other goes on. */
    private void suspendAll() {
        List<Node> all = simulation.nodes.stream()
                .filter(node -> !node.runtime.isPaused())
                .toList();
        log("all are suspended");
        all.forEach(Node::suspend);
        simulation.time.advance(Duration.ofMillis(16_000 + random.nextInt(4_000)));
        for (Node node : all) {
            simulation.time.advance(Duration.ofMillis(random.nextInt(1_500)));
            log("goes on " + node);
            node.runtime.resume(true);
        }
        simulation.brokerIsBack();
    }

    /** Everything is well from now on. */
    void end() {
        log("the end of all trouble");
        List.copyOf(simulation.nodes).forEach(this::heal);
        simulation.time.advance(Duration.ofSeconds(10));
        if (simulation.nodes.isEmpty()) {
            simulation.start();
        }
    }

    private void log(String what) {
        simulation.model.log(what);
    }
}
