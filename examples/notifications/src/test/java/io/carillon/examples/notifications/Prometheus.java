package io.carillon.examples.notifications;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** A real Prometheus with the file of {@code deploy}, in which only addresses, the path of the rules and the intervals are others. */
final class Prometheus implements AutoCloseable {
    static final Path DASHBOARDS = Path.of("../../observability-micrometer/dashboards")
            .toAbsolutePath()
            .normalize();

    private final int port;
    private final ChildProcess process;

    private Prometheus(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Starts one that looks at two instances every second. */
    static Prometheus of(int first, int second) throws IOException {
        Path program = Parts.find("prometheus", "prometheus");
        Path folder =
                Files.createTempDirectory(Path.of("target"), "prometheus-").toAbsolutePath();
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"),
                DeployFiles.text("prometheus.yml")
                        .replace("notifications-1:8081", "127.0.0.1:" + first)
                        .replace("notifications-2:8081", "127.0.0.1:" + second)
                        .replace("/etc/prometheus", DASHBOARDS.toString())
                        .replace("interval: 15s", "interval: 1s"));
        int port = RedisProcess.freePort();
        Prometheus prometheus = new Prometheus(
                port,
                ChildProcess.start(
                        List.of(
                                program.toString(),
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port),
                        folder,
                        Map.of()));
        try {
            await().atMost(Instances.PATIENCE).until(prometheus::isReady);
        } catch (Throwable e) {
            prometheus.close();
            throw e;
        }
        return prometheus;
    }

    private boolean isReady() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("prometheus ended: " + process.errors());
        }
        try {
            return Client.get(port, "/-/ready").statusCode() == 200;
        } catch (CompletionException e) {
            return false;
        }
    }

    /** The series that answer a query, now. */
    JsonArray answer(String query) {
        JsonObject answer = get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        if (!answer.get("status").getAsString().equals("success")) {
            throw new AssertionError(query + ": " + answer);
        }
        return answer.getAsJsonObject("data").getAsJsonArray("result");
    }

    JsonObject get(String path) {
        HttpResponse<String> answer = Client.get(port, path);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    @Override
    public void close() {
        process.close();
    }
}
