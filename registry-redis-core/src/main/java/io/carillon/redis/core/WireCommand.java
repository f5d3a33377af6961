package io.carillon.redis.core;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command for a server, and its answer. It is sent once.
 *
 * <p><b>Threads.</b> Safe for use by several threads.
 */
public final class WireCommand {
    private final String name;
    private final List<byte[]> arguments;
    private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();

    /**
     * A command that is still to be sent.
     *
     * @param name one word in upper case: {@code CLIENT}, of which {@code KILL} is an argument
     * @param arguments neither copied nor changed, here or by the driver
     */
    public WireCommand(String name, List<byte[]> arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    /**
     * Which command.
     *
     * @return one word in upper case
     */
    public String name() {
        return name;
    }

    /**
     * What follows the name.
     *
     * @return the arguments, not to be changed
     */
    public List<byte[]> arguments() {
        return arguments;
    }

    /**
     * The answer, completed by the driver: a number as {@link Long}, a text of any kind as {@code byte[]}, an array as a {@link List} of such, nil
     * as null. Of what subscribes or unsubscribes it says only that there was no refusal. It fails with {@link RedisRefusedException} if the
     * server has answered with an error, and nothing happened; with anything else, nobody knows.
     *
     * @return completed once, on a thread of the driver
     */
    public CompletableFuture<@Nullable Object> answer() {
        return answer;
    }

    @Override
    public String toString() {
        return name + " with " + arguments.size() + " arguments";
    }
}
