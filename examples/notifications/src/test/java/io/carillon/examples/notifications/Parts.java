package io.carillon.examples.notifications;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Programs that a machine may lack: then a test skips itself, or fails if {@code CARILLON_REQUIRED} names the part. */
final class Parts {
    private Parts() {}

    /** On the PATH, or where only root looks for it. */
    static Path find(String part, String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/local/sbin"
                + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(part, name + " is not on the PATH"));
    }

    static Path missing(String part, String why) {
        String required = System.getenv().getOrDefault("CARILLON_REQUIRED", "");
        return Arrays.asList(required.split(",")).contains(part)
                ? fail("CARILLON_REQUIRED names the part '" + part + "', and it is missing: " + why)
                : abort("the part '" + part + "' is missing: " + why);
    }
}
