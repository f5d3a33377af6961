package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace, and a wire of its own to this machine: what runs in it is, to the kernel too, on another machine. When the wire
 * is taken away, what is sent goes nowhere and nobody is told. For root, on Linux with {@code ip}.
 */
final class Veth implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final String network;

    Veth() {
        long number = ProcessHandle.current().pid();
        this.name = "cr" + number;
        this.network = "10.213." + number % 250 + ".";
        ip("netns", "add", name);
        connect();
    }

    /** Whether this machine lets a test have one. */
    static boolean isPossible() {
        if (!Files.isDirectory(Path.of("/sys/class/net"))) {
            return false;
        }
        String probe = "crp" + ProcessHandle.current().pid();
        try {
            boolean space = run(List.of("ip", "netns", "add", probe));
            boolean wire = run(List.of("ip", "link", "add", probe, "type", "veth", "peer", "name", "p" + probe));
            boolean wireGone = run(List.of("ip", "link", "del", probe)); // whatever went wrong before, nothing stays
            boolean spaceGone = run(List.of("ip", "netns", "del", probe));
            return space && wire && wireGone && spaceGone;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** What runs a program there. */
    List<String> inside() {
        return List.of("ip", "netns", "exec", name);
    }

    /** This machine, as it is called there. */
    String outside() {
        return network + "1";
    }

    /** Both ends vanish. */
    void vanish() {
        ip("link", "del", name);
    }

    /** A new wire between the same addresses. */
    void connect() {
        ip("link", "add", name, "type", "veth", "peer", "name", "inside", "netns", name);
        ip("addr", "add", outside() + "/24", "dev", name);
        ip("link", "set", name, "up");
        ip("-n", name, "addr", "add", network + "2/24", "dev", "inside");
        ip("-n", name, "link", "set", "inside", "up");
        ip("-n", name, "link", "set", "lo", "up");
    }

    /** With the namespace goes the wire. */
    @Override
    public void close() {
        ip("netns", "del", name);
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        assertThat(run(command)).as("%s", command).isTrue();
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
