package io.carillon.examples.notifications;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.glassfish.grizzly.http.server.Response;

/**
 * What an HTTP client is told.
 *
 * @param status the HTTP status
 * @param type the content's
 * @param headers more than the content's
 * @param body the content
 */
record Answer(int status, String type, Map<String, String> headers, String body) {
    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    static Answer json(int status, Object value) {
        return new Answer(status, "application/json;charset=utf-8", Map.of(), JSON.toJson(value));
    }

    static Answer error(int status, String error, Map<String, String> headers) {
        return new Answer(status, "application/json;charset=utf-8", headers, JSON.toJson(Map.of("error", error)));
    }

    void write(Response response) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
