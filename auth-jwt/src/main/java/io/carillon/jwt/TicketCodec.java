package io.carillon.jwt;

import io.carillon.jakarta.Authentication;
import io.carillon.jwt.BadTokenException.Why;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An authentication as bytes. What comes back is checked: others can write to a broker too. */
final class TicketCodec {
    private static final int VERSION = 1;
    private static final long ENDLESS = Long.MIN_VALUE;

    private TicketCodec() {}

    static byte[] encode(Authentication authentication) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, authentication.user());
            write(out, authentication.tokenId());
            out.writeLong(authentication.ends().map(Instant::getEpochSecond).orElse(ENDLESS));
            out.writeShort(authentication.attributes().size());
            for (Map.Entry<String, String> attribute :
                    authentication.attributes().entrySet()) {
                out.writeUTF(attribute.getKey());
                out.writeUTF(attribute.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Authentication decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new BadTokenException(Why.INVALID);
            }
            Optional<String> user = read(in);
            Optional<String> tokenId = read(in);
            long ends = in.readLong();
            Map<String, String> attributes = new HashMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                attributes.put(in.readUTF(), in.readUTF());
            }
            return new Authentication(
                    user,
                    attributes,
                    ends == ENDLESS ? Optional.empty() : Optional.of(Instant.ofEpochSecond(ends)),
                    tokenId);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new BadTokenException(Why.INVALID);
        }
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            out.writeUTF(text.get());
        }
    }

    private static Optional<String> read(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty();
    }
}
