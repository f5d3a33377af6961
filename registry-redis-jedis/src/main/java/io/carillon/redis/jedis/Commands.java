package io.carillon.redis.jedis;

import io.carillon.redis.core.WireCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.RedisOutputStream;

/** Commands as they go out. Written straight into the buffer: Jedis's own commands wrap each argument once more. */
final class Commands {
    /** At most, of what the system keeps for a small packet beside its bytes. */
    private static final int OVERHEAD = 2_048;

    private Commands() {}

    static void write(WireCommand command, RedisOutputStream out) throws IOException {
        List<byte[]> arguments = command.arguments();
        out.write(Protocol.ASTERISK_BYTE);
        out.writeIntCrLf(arguments.size() + 1);
        write(command.name().getBytes(StandardCharsets.US_ASCII), out);
        for (byte[] argument : arguments) {
            write(argument, out);
        }
    }

    /** How much of the system's buffer it takes, at most. */
    static long cost(List<WireCommand> batch) {
        long cost = 0;
        for (WireCommand command : batch) {
            cost += cost(command);
        }
        return cost;
    }

    static long cost(WireCommand command) {
        long cost = OVERHEAD;
        for (byte[] argument : command.arguments()) {
            cost += argument.length;
        }
        return cost;
    }

    private static void write(byte[] text, RedisOutputStream out) throws IOException {
        out.write(Protocol.DOLLAR_BYTE);
        out.writeIntCrLf(text.length);
        out.write(text);
        out.writeCrLf();
    }
}
