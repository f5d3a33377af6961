package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** An answer of {@code GET /rooms/{room}}, as a client reads it. */
record Rooms(JsonObject json) {

    static HttpResponse<String> ask(int port, String method, String target) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .method(method, BodyPublishers.noBody())
                .build();
        try {
            return Client.HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Rooms get(int port, String target) {
        HttpResponse<String> response = ask(port, "GET", target);
        assertThat(response.statusCode()).isEqualTo(200);
        return new Rooms(new Gson().fromJson(response.body(), JsonObject.class));
    }

    String room() {
        return json.get("room").getAsString();
    }

    List<String> users() {
        List<String> users = of("user");
        assertThat(json.get("count").getAsInt()).isEqualTo(users.size());
        return users;
    }

    List<String> of(String key) {
        return StreamSupport.stream(json.getAsJsonArray("members").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(member -> member.get(key).getAsString())
                .toList();
    }
}
