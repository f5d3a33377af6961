package io.carillon.benchmarks.load;

import io.carillon.benchmarks.load.LoadServer.Variant;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The processes that one measurement needs: JVMs on our own JDK. They end when this is closed, when we end, and, since their
 * input ends then, even when we are killed.
 */
public final class Children implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "logs");
    private static final List<String> CLIENT_FLAGS = List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC");
    private static final Deque<Process> ALL = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Process::destroyForcibly)));
    }

    private final List<Child> children = new ArrayList<>();

    Server server(Container container, Variant variant, List<String> flags) throws IOException {
        String name = container + "-" + variant.name().toLowerCase(Locale.ROOT);
        Child child = start(name, flags, container.classPath(), LoadServer.class, variant.name());
        return new Server(child, child.answer());
    }

    Child client() throws IOException {
        return start("client", CLIENT_FLAGS, System.getProperty("java.class.path"), LoadClient.class);
    }

    /** A process; its standard error goes to a file of this name, below {@code target/logs}. */
    public Child start(String name, List<String> flags, String classPath, Class<?> main, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(args));
        File log = Files.createDirectories(LOGS)
                .resolve(name + ".log")
                .toAbsolutePath()
                .toFile();
        Process process = new ProcessBuilder(command).redirectError(log).start();
        ALL.add(process);
        Child child = new Child(process, log.toPath());
        children.add(child);
        return child;
    }

    @Override
    public void close() throws IOException {
        for (Child child : children) {
            child.end();
        }
    }
}
