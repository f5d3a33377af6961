package io.carillon.examples.chat;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that a machine may lack: then a test skips itself, or fails if {@code CARILLON_REQUIRED} names the part. */
final class Parts {
    private Parts() {}

    /** The first of these programs that is on the PATH. */
    static Path find(String part, String... names) {
        Optional<Path> found = Stream.of(names)
                .flatMap(name -> Arrays.stream(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseGet(() -> missing(part, String.join(" or ", names) + " is not on the PATH"));
    }

    /** Ends the test, and never returns. */
    static Path missing(String part, String why) {
        String required = System.getenv().getOrDefault("CARILLON_REQUIRED", "");
        return Arrays.asList(required.split(",")).contains(part)
                ? fail("CARILLON_REQUIRED names the part '" + part + "', and it is missing: " + why)
                : abort("the part '" + part + "' is missing: " + why);
    }
}
