package io.carillon.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Target;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of an envelope, version 1:
 *
 * <pre>
 * byte    version, 1
 * byte    kind: 1 text, 2 binary, 3 close
 * long    stream, big-endian; 0 for a message from outside
 * long    number in the stream, from 1 up; 0 for a message from outside
 * varint  length of the header
 * header  fields: byte tag, varint length, value
 * rest    the message: UTF-8, or bytes; or what to close with: code in two bytes, phrase in UTF-8
 *
 * tag 1   origin: the instance's name
 * tag 2   a target, again for each: byte kind, name
 * tag 3   an exception, again for each: byte kind, name
 * tag 4   the message's own id, if it has one
 * tag 128 what may happen to the message in a full outbox: byte 1 disconnect, 2 drop oldest, 3 drop newest
 * tag 129 its conflation key
 * tag 130 the context of a trace; written and read by carillon-observability-opentelemetry, not here
 *         kinds: 1 a connection (number@instance), 2 a user, 3 a group, 4 everyone (no name)
 * </pre>
 *
 * A tag below 128 that a reader does not know makes it drop the envelope: it might say who must not get the message. A tag
 * from 128 up is an extension that a reader may skip. What comes from the broker is untrusted: every length is checked.
 */
final class EnvelopeCodec {
    static final byte VERSION = 1;
    static final int FIRST_OPTIONAL_TAG = 128;
    private static final int STREAM_AT = 2;

    private static final byte TEXT = 1;
    private static final byte BINARY = 2;
    private static final byte CLOSE = 3;
    private static final byte ORIGIN = 1;
    private static final byte TARGET = 2;
    private static final byte EXCEPTION = 3;
    private static final byte MESSAGE_ID = 4;
    private static final int OVERFLOW_POLICY = FIRST_OPTIONAL_TAG;
    private static final int CONFLATION_KEY = FIRST_OPTIONAL_TAG + 1;
    private static final byte CONNECTION = 1;
    private static final byte USER = 2;
    private static final byte GROUP = 3;
    private static final byte EVERYONE = 4;

    private EnvelopeCodec() {}

    /** Writes an encoded envelope's stream and number, which stand at a fixed place so that they can be given last. */
    static void number(byte[] encoded, long stream, long number) {
        ByteBuffer.wrap(encoded).putLong(STREAM_AT, stream).putLong(STREAM_AT + Long.BYTES, number);
    }

    static byte[] encode(Envelope envelope) {
        WireWriter header = new WireWriter(64);
        header.field(ORIGIN, envelope.origin().value().getBytes(UTF_8));
        if (envelope.messageId() != null) {
            header.field(MESSAGE_ID, envelope.messageId().getBytes(UTF_8));
        }
        envelope.targets().forEach(target -> header.field(TARGET, bytesOf(target)));
        envelope.exceptions().forEach(exception -> header.field(EXCEPTION, bytesOf(exception)));

        if (envelope.effect() instanceof Effect.Deliver deliver) {
            overflow(deliver.overflow(), header);
        }
        byte kind = kindOf(envelope.effect());
        byte[] body = body(envelope.effect());
        WireWriter out = new WireWriter(header.size() + body.length + 8);
        out.put(VERSION);
        out.put(kind);
        out.put(new byte[2 * Long.BYTES]);
        out.varint(header.size());
        out.put(header);
        out.put(body);
        return out.toArray();
    }

    static Envelope decode(byte[] payload) throws MalformedEnvelopeException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            byte version = WireReader.byteOf(in);
            if (version != VERSION) {
                throw new MalformedEnvelopeException("version " + version + ", expected " + VERSION);
            }
            byte kind = WireReader.byteOf(in);
            long stream = WireReader.longOf(in);
            long number = WireReader.longOf(in);
            Header header = header(WireReader.slice(in));
            return new Envelope(
                    header.origin,
                    stream,
                    number,
                    header.messageId,
                    header.targets,
                    header.exceptions,
                    effect(kind, in, header.overflow));
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }

    private static void overflow(Overflow overflow, WireWriter header) {
        overflow.policy()
                .ifPresent(policy -> header.field((byte) OVERFLOW_POLICY, new byte[] {
                    switch (policy) {
                        case DISCONNECT -> 1;
                        case DROP_OLDEST -> 2;
                        case DROP_NEWEST -> 3;
                    }
                }));
        overflow.key().ifPresent(key -> header.field((byte) CONFLATION_KEY, key.getBytes(UTF_8)));
    }

    /** A policy of a later version is none: the transport's own is used. */
    private static Optional<Overflow.Policy> policy(byte wire) {
        return switch (wire) {
            case 1 -> Optional.of(Overflow.Policy.DISCONNECT);
            case 2 -> Optional.of(Overflow.Policy.DROP_OLDEST);
            case 3 -> Optional.of(Overflow.Policy.DROP_NEWEST);
            default -> Optional.empty();
        };
    }

    private static byte kindOf(Effect effect) {
        if (effect instanceof Effect.Deliver deliver) {
            return deliver.message() instanceof Message.Text ? TEXT : BINARY;
        }
        return CLOSE;
    }

    private static byte[] body(Effect effect) {
        if (effect instanceof Effect.Disconnect disconnect) {
            WireWriter out = new WireWriter(2);
            out.put((byte) (disconnect.reason().code() >> Byte.SIZE));
            out.put((byte) disconnect.reason().code());
            out.put(disconnect.reason().phrase().getBytes(UTF_8));
            return out.toArray();
        }
        Message message = ((Effect.Deliver) effect).message();
        if (message instanceof Message.Text text) {
            return text.text().getBytes(UTF_8);
        }
        byte[] bytes = new byte[message.size()];
        ((Message.Binary) message).bytes().get(bytes);
        return bytes;
    }

    private static Effect effect(byte kind, ByteBuffer body, Overflow overflow) throws MalformedEnvelopeException {
        return switch (kind) {
            case TEXT -> new Effect.Deliver(Message.text(WireReader.rest(body)), overflow);
            case BINARY -> new Effect.Deliver(Message.binary(body), overflow);
            case CLOSE -> {
                int code = Byte.toUnsignedInt(WireReader.byteOf(body)) << Byte.SIZE;
                code |= Byte.toUnsignedInt(WireReader.byteOf(body));
                yield new Effect.Disconnect(new CloseReason(code, WireReader.rest(body)));
            }
            default -> throw new MalformedEnvelopeException("an effect of kind " + kind);
        };
    }

    private static Header header(ByteBuffer in) throws MalformedEnvelopeException {
        InstanceId origin = null;
        String messageId = null;
        Overflow overflow = Overflow.DEFAULT;
        List<Target> targets = new ArrayList<>(0);
        List<Target> exceptions = new ArrayList<>(0);
        while (in.hasRemaining()) {
            int tag = Byte.toUnsignedInt(in.get());
            ByteBuffer value = WireReader.slice(in);
            switch (tag) {
                case ORIGIN -> origin = new InstanceId(WireReader.rest(value));
                case TARGET -> add(targets, value);
                case EXCEPTION -> add(exceptions, value);
                case MESSAGE_ID -> messageId = WireReader.rest(value);
                case OVERFLOW_POLICY -> overflow = new Overflow(policy(WireReader.byteOf(value)), overflow.key());
                case CONFLATION_KEY -> overflow = new Overflow(overflow.policy(), Optional.of(WireReader.rest(value)));
                default -> {
                    if (tag < FIRST_OPTIONAL_TAG) {
                        throw new MalformedEnvelopeException("unknown field " + tag);
                    }
                }
            }
        }
        if (origin == null) {
            throw new MalformedEnvelopeException("no origin");
        }
        return new Header(origin, messageId, targets, exceptions, overflow);
    }

    private static void add(List<Target> targets, ByteBuffer value) throws MalformedEnvelopeException {
        if (targets.size() == Audience.MAX_TARGETS) {
            throw new MalformedEnvelopeException("more than " + Audience.MAX_TARGETS + " targets or exceptions");
        }
        byte kind = WireReader.byteOf(value);
        targets.add(
                switch (kind) {
                    case CONNECTION -> new Target.Connection(ConnectionId.parse(WireReader.rest(value)));
                    case USER -> new Target.User(WireReader.rest(value));
                    case GROUP -> new Target.Group(WireReader.rest(value));
                    case EVERYONE -> new Target.Everyone();
                    default -> throw new MalformedEnvelopeException("target of kind " + kind);
                });
    }

    private static byte[] bytesOf(Target target) {
        if (target instanceof Target.Connection one) {
            return bytesOf(CONNECTION, one.id().toString());
        } else if (target instanceof Target.User user) {
            return bytesOf(USER, user.name());
        } else if (target instanceof Target.Group group) {
            return bytesOf(GROUP, group.name());
        }
        return bytesOf(EVERYONE, "");
    }

    private static byte[] bytesOf(byte kind, String name) {
        byte[] utf8 = name.getBytes(UTF_8);
        byte[] bytes = new byte[utf8.length + 1];
        bytes[0] = kind;
        System.arraycopy(utf8, 0, bytes, 1, utf8.length);
        return bytes;
    }

    private record Header(
            InstanceId origin,
            @Nullable String messageId,
            List<Target> targets,
            List<Target> exceptions,
            Overflow overflow) {}

    /** An envelope that cannot be read. The message says why, and holds nothing of the content. */
    static final class MalformedEnvelopeException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedEnvelopeException(String message) {
            super(message, null, false, false);
        }
    }
}
