package io.carillon.examples.notifications;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that says what it is: {@code {"type": …, "payload": …, "timestamp": …}}. Other members stay as they are. Immutable.
 */
public final class TypedMessage {
    private static final Gson JSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private final JsonObject members;
    private final String type;

    private TypedMessage(JsonObject members, String type) {
        this.members = members;
        this.type = type;
    }

    /**
     * Reads a message.
     *
     * @param json one JSON object with a {@code type}, a text that is not empty
     * @return the message
     * @throws IllegalArgumentException if it is none; the message repeats nothing of it
     */
    public static TypedMessage parse(String json) {
        JsonObject object;
        try {
            object = JSON.fromJson(json, JsonObject.class);
        } catch (JsonParseException | ClassCastException e) {
            throw new IllegalArgumentException("no JSON object");
        }
        if (object == null) {
            throw new IllegalArgumentException("no JSON object");
        }
        return new TypedMessage(object, typeOf(object.get("type")));
    }

    private static String typeOf(@Nullable JsonElement type) {
        if (type instanceof JsonPrimitive text
                && text.isString()
                && !text.getAsString().isEmpty()) {
            return text.getAsString();
        }
        throw new IllegalArgumentException("no type, or one that is no text");
    }

    /**
     * What it is.
     *
     * @return not empty
     */
    public String type() {
        return type;
    }

    /**
     * What it says.
     *
     * @return a copy; {@link JsonNull} if it says nothing
     */
    public JsonElement payload() {
        return Objects.requireNonNullElse(members.get("payload"), JsonNull.INSTANCE)
                .deepCopy();
    }

    /**
     * The same, with a time. One that it had is replaced.
     *
     * @param time when; milliseconds count
     * @return a new message
     */
    public TypedMessage at(Instant time) {
        JsonObject stamped = members.deepCopy();
        stamped.addProperty("timestamp", time.truncatedTo(ChronoUnit.MILLIS).toString());
        return new TypedMessage(stamped, type);
    }

    /**
     * As clients get it.
     *
     * @return JSON, with a time by RFC 3339, in UTC
     */
    public String toJson() {
        return JSON.toJson(members);
    }

    /** Says the size of the type only: messages are private, and this may stand in a log. */
    @Override
    public String toString() {
        return "message with a type of " + type.length() + " characters";
    }
}
