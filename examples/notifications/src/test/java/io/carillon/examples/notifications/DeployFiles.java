package io.carillon.examples.notifications;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files in {@code deploy}, as tests read them. */
final class DeployFiles {
    static final Path FOLDER = Path.of("deploy");

    private static final Pattern VARIABLE = Pattern.compile("\"((?:WS|REDIS|JWT|LOGGER|DISCORD)_[A-Z_]+)\"");

    private DeployFiles() {}

    static String text(String name) {
        return read(FOLDER.resolve(name));
    }

    static JsonObject yaml(String name) {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name));
        return new Gson().toJsonTree(read).getAsJsonObject();
    }

    /** The instructions of the Dockerfile, each on one line. */
    static List<String> dockerfile() {
        return text("Dockerfile")
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** What follows this word, in the last instruction that begins with it. */
    static String instruction(String word) {
        return dockerfile().stream()
                .filter(line -> line.startsWith(word + " "))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + word))
                .substring(word.length() + 1);
    }

    /** The variables that the service reads. */
    static Set<String> variables() {
        return VARIABLE.matcher(read(Path.of("src/main/java/io/carillon/examples/notifications/Settings.java")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
