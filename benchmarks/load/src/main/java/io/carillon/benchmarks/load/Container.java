package io.carillon.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A container, each with a class path of its own, which the build has left beside the container's tests. */
enum Container {
    TYRUS("tyrus"),
    JETTY("jetty-ee11"),
    TOMCAT("tomcat"),
    UNDERTOW("undertow");

    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path CONTAINERS = Path.of("..", "..", "transport-tests");

    private final String folder;

    Container(String folder) {
        this.folder = folder;
    }

    /** Of a server on it. */
    String classPath() throws IOException {
        Path target = CONTAINERS.resolve(folder).resolve("target");
        return String.join(
                File.pathSeparator,
                CLASSES.toString(),
                target.resolve("test-classes").toString(),
                Files.readString(target.resolve("server.classpath")));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
