package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.LeaseLostException;
import io.carillon.LimitExceededException;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryException;
import io.carillon.UnknownConnectionException;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Command}. On the wire: a byte for the kind, and with varint lengths the responder, and the error's
 * message or what became of the join.
 *
 * @param responder who carried it out, so that nobody else can answer in its place by mistake
 * @param joined what became of a join; empty for anything else
 * @param error what went wrong; empty if nothing did
 */
record Outcome(InstanceId responder, Optional<JoinResult> joined, Optional<RegistryException> error) {
    private static final byte DONE = 0;
    private static final byte UNAVAILABLE = 1;
    private static final byte TIMED_OUT = 2;
    private static final byte UNKNOWN_CONNECTION = 3;
    private static final byte LIMIT_EXCEEDED = 4;
    private static final byte CLOSED = 5;
    private static final byte LEASE_LOST = 6;

    static Outcome of(InstanceId responder, @Nullable Object result, @Nullable Throwable error) {
        Optional<JoinResult> joined = result instanceof JoinResult join ? Optional.of(join) : Optional.empty();
        return new Outcome(responder, joined, Optional.ofNullable(error).map(Operation::unwrap));
    }

    byte[] encode() {
        WireWriter out = new WireWriter(64);
        out.put(error.map(Outcome::kindOf).orElse(DONE));
        out.text(responder.value());
        out.text(error.map(e -> String.valueOf(e.getMessage()))
                .orElse(joined.map(JoinResult::name).orElse("")));
        return out.toArray();
    }

    static Outcome decode(byte[] payload) throws MalformedEnvelopeException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            byte kind = WireReader.byteOf(in);
            InstanceId responder = new InstanceId(WireReader.text(in));
            String message = WireReader.text(in);
            if (kind != DONE) {
                return new Outcome(responder, Optional.empty(), Optional.of(errorOf(kind, message)));
            }
            Optional<JoinResult> joined =
                    message.isEmpty() ? Optional.empty() : Optional.of(JoinResult.valueOf(message));
            return new Outcome(responder, joined, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }

    private static byte kindOf(RegistryException error) {
        if (error instanceof BackplaneUnavailableException) {
            return UNAVAILABLE;
        } else if (error instanceof UnknownConnectionException) {
            return UNKNOWN_CONNECTION;
        } else if (error instanceof LimitExceededException) {
            return LIMIT_EXCEEDED;
        } else if (error instanceof RegistryClosedException) {
            return CLOSED;
        } else if (error instanceof LeaseLostException) {
            return LEASE_LOST;
        }
        return TIMED_OUT;
    }

    private static RegistryException errorOf(byte kind, String message) {
        return switch (kind) {
            case UNAVAILABLE -> new BackplaneUnavailableException(message);
            case UNKNOWN_CONNECTION -> new UnknownConnectionException(message);
            case LIMIT_EXCEEDED -> new LimitExceededException(message);
            case CLOSED -> new RegistryClosedException(message);
            case LEASE_LOST -> new LeaseLostException(message);
            default -> new BackplaneTimeoutException(message);
        };
    }
}
