package io.carillon.local;

import io.carillon.ConnectionId;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one instance asks of another one for a connection that lives there. On the wire: version, kind, and three fields with
 * varint lengths: request id, connection, group.
 *
 * @param kind what is to be done
 * @param requestId names the request, so that asking again does it once; unique in the cluster
 * @param connection the connection, of the asked instance
 * @param group the group
 */
record Command(Kind kind, String requestId, ConnectionId connection, Target.Group group) {
    private static final byte VERSION = 1;
    /** Their numbers on the wire are their places here. */
    private static final List<Kind> KINDS = List.of(Kind.JOIN, Kind.LEAVE);

    enum Kind {
        JOIN,
        LEAVE
    }

    byte[] encode() {
        WireWriter out = new WireWriter(128);
        out.put(VERSION);
        out.put((byte) KINDS.indexOf(kind));
        out.text(requestId);
        out.text(connection.toString());
        out.text(group.name());
        return out.toArray();
    }

    static Command decode(byte[] payload) throws MalformedEnvelopeException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            byte version = WireReader.byteOf(in);
            if (version != VERSION) {
                throw new MalformedEnvelopeException("command of version " + version + ", expected " + VERSION);
            }
            byte kind = WireReader.byteOf(in);
            if (kind < 0 || kind >= KINDS.size()) {
                throw new MalformedEnvelopeException("command of kind " + kind);
            }
            return new Command(
                    KINDS.get(kind),
                    WireReader.text(in),
                    ConnectionId.parse(WireReader.text(in)),
                    new Target.Group(WireReader.text(in)));
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }
}
