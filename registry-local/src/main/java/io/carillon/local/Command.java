package io.carillon.local;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.nio.ByteBuffer;

/**
 * What one instance asks of another one for a connection that lives there. On the wire: version, kind, and with varint
 * lengths the request id, the connection, and the group, or the close code and phrase.
 *
 * @param requestId names the request, so that asking again does it once; unique in the cluster
 * @param connection the connection, of the asked instance
 * @param act what is to be done
 */
record Command(String requestId, ConnectionId connection, Act act) {
    private static final byte VERSION = 1;
    private static final byte JOIN = 0;
    private static final byte LEAVE = 1;
    private static final byte DISCONNECT = 2;

    /** What is to be done. */
    sealed interface Act {
        /**
         * A join.
         *
         * @param group the group
         */
        record Join(Target.Group group) implements Act {}

        /**
         * The end of a membership.
         *
         * @param group the group
         */
        record Leave(Target.Group group) implements Act {}

        /**
         * The end of the connection.
         *
         * @param reason what the client is told
         */
        record Disconnect(CloseReason reason) implements Act {}
    }

    byte[] encode() {
        WireWriter out = new WireWriter(128);
        out.put(VERSION);
        if (act instanceof Act.Join join) {
            begin(out, JOIN);
            out.text(join.group().name());
        } else if (act instanceof Act.Leave leave) {
            begin(out, LEAVE);
            out.text(leave.group().name());
        } else if (act instanceof Act.Disconnect disconnect) {
            begin(out, DISCONNECT);
            out.varint(disconnect.reason().code());
            out.text(disconnect.reason().phrase());
        }
        return out.toArray();
    }

    private void begin(WireWriter out, byte kind) {
        out.put(kind);
        out.text(requestId);
        out.text(connection.toString());
    }

    static Command decode(byte[] payload) throws MalformedEnvelopeException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            byte version = WireReader.byteOf(in);
            if (version != VERSION) {
                throw new MalformedEnvelopeException("command of version " + version + ", expected " + VERSION);
            }
            byte kind = WireReader.byteOf(in);
            String requestId = WireReader.text(in);
            ConnectionId connection = ConnectionId.parse(WireReader.text(in));
            return new Command(requestId, connection, actOf(kind, in));
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }

    private static Act actOf(byte kind, ByteBuffer in) throws MalformedEnvelopeException {
        return switch (kind) {
            case JOIN -> new Act.Join(new Target.Group(WireReader.text(in)));
            case LEAVE -> new Act.Leave(new Target.Group(WireReader.text(in)));
            case DISCONNECT -> new Act.Disconnect(new CloseReason(WireReader.varint(in), WireReader.text(in)));
            default -> throw new MalformedEnvelopeException("command of kind " + kind);
        };
    }
}
