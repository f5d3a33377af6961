package io.carillon.examples.chat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.glassfish.grizzly.http.server.Response;

/** What an HTTP client is told. */
final class Answer {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer html(byte[] page, Map<String, String> headers) {
        return new Answer(200, with(headers, "text/html;charset=utf-8"), page);
    }

    static Answer json(int status, Object value) {
        return json(status, value, Map.of());
    }

    static Answer json(int status, Object value, Map<String, String> headers) {
        byte[] body = JSON.toJson(value).getBytes(StandardCharsets.UTF_8);
        return new Answer(status, with(headers, "application/json;charset=utf-8"), body);
    }

    static Answer error(int status, String error) {
        return error(status, error, Map.of());
    }

    static Answer error(int status, String error, Map<String, String> headers) {
        return json(status, Map.of("error", error), headers);
    }

    void write(Response response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Map<String, String> with(Map<String, String> headers, String type) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        return all;
    }
}
