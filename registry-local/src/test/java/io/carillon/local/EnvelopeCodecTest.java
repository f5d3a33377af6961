package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeCodecTest {
    private static final InstanceId ORIGIN = new InstanceId("here");
    private static final String UNNUMBERED = "00".repeat(16);
    private static final Envelope FULL = new Envelope(
            ORIGIN,
            7,
            8,
            "retry \uD83D\uDD14",
            List.of(
                    new Target.Connection(new ConnectionId(ORIGIN, 7)),
                    new Target.User("ada"),
                    new Target.Group("部屋"),
                    new Target.Everyone()),
            List.of(new Target.Group("muted"), new Target.User("\0")),
            new Effect.Deliver(
                    Message.text("né 🔔 \uFFFD"),
                    new Overflow(Optional.of(Overflow.Policy.DROP_NEWEST), Optional.of("price 🔔"))));

    @Test
    void whatIsEncodedIsDecoded() throws MalformedEnvelopeException {
        Envelope binary = envelope(Message.binary(new byte[] {0, -1, 7}));
        Envelope large = envelope(Message.text("x".repeat(3_000_000)));
        Envelope close =
                new Envelope(ORIGIN, null, List.of(), List.of(), new Effect.Disconnect(new CloseReason(4000, "bye")));
        for (Envelope envelope : List.of(FULL, binary, large, close)) {
            byte[] encoded = EnvelopeCodec.encode(envelope);
            EnvelopeCodec.number(encoded, envelope.stream(), envelope.number());
            assertThat(EnvelopeCodec.decode(encoded)).isEqualTo(envelope);
        }
    }

    @Test
    void theFormOnTheWireStaysAsItIs() {
        Envelope envelope = new Envelope(
                ORIGIN,
                null,
                List.of(new Target.Group("a")),
                List.of(new Target.User("b")),
                new Effect.Deliver(Message.text("hi"), Overflow.DEFAULT));
        byte[] encoded = EnvelopeCodec.encode(envelope);
        EnvelopeCodec.number(encoded, 0x0102, 0x03);
        assertThat(HexFormat.of().formatHex(encoded))
                .isEqualTo("0101" + "0000000000000102" + "0000000000000003" + "0e" + "010468657265" + "02020361"
                        + "03020262" + "6869");
    }

    @Test
    void theFormOfAnOverflowChoiceOnTheWireStaysAsItIs() throws MalformedEnvelopeException {
        Overflow choice = new Overflow(Optional.of(Overflow.Policy.DROP_OLDEST), Optional.of("k"));
        Envelope envelope =
                new Envelope(ORIGIN, null, List.of(), List.of(), new Effect.Deliver(Message.text("hi"), choice));
        String encoded = "0101" + UNNUMBERED + "0c" + "010468657265" + "800102" + "81016b" + "6869";

        assertThat(HexFormat.of().formatHex(EnvelopeCodec.encode(envelope))).isEqualTo(encoded);
        assertThat(EnvelopeCodec.decode(HexFormat.of().parseHex(encoded))).isEqualTo(envelope);
    }

    @Test
    void anOverflowPolicyOfALaterVersionIsTheTransportsOwn() throws MalformedEnvelopeException {
        byte[] later = HexFormat.of().parseHex("0101" + UNNUMBERED + "09" + "010468657265" + "800109" + "6869");
        assertThat(EnvelopeCodec.decode(later)).isEqualTo(envelope(Message.text("hi")));
    }

    @Test
    void anOptionalFieldOfALaterVersionIsSkipped() throws MalformedEnvelopeException {
        byte[] later = HexFormat.of().parseHex("0101" + UNNUMBERED + "0b" + "fe03ffffff" + "010468657265" + "6869");
        assertThat(EnvelopeCodec.decode(later)).isEqualTo(envelope(Message.text("hi")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', it ends too early",
        "02, 'version 2, expected 1'",
        "0104_060104686572656869, an effect of kind 4",
        "0101_006869, no origin",
        "0101_0701046865, a length of 7 where 4 bytes are left",
        "0101_060107686572656869, a length of 7 where 4 bytes are left",
        "0101_09010468657265090100, unknown field 9",
        "0101_ffffffffff01, a length of more than 28 bits",
        "0101_0901046865726502010968, target of kind 9",
        "0101_06010468657265c328, text that is no UTF-8",
        "0101_0801046865726581006869, 'conflation key name is empty, expected 1 to 256 bytes of UTF-8'",
        "0101_0201006869, 'instance name is empty, expected 1 to 256 bytes of UTF-8'",
        "0101_090104686572650201016869, not a connection id"
    })
    void aMalformedEnvelopeIsRefusedWithItsReason(String hex, String reason) {
        assertThatExceptionOfType(MalformedEnvelopeException.class)
                .isThrownBy(() -> EnvelopeCodec.decode(HexFormat.of().parseHex(hex.replace("_", UNNUMBERED))))
                .withMessageContaining(reason);
    }

    @Test
    void moreTargetsThanAnAudienceMayHaveAreRefused() {
        Target[] many = new Target[257];
        Arrays.setAll(many, i -> new Target.Group("g" + i));
        byte[] payload = EnvelopeCodec.encode(new Envelope(
                ORIGIN, null, List.of(many), List.of(), new Effect.Deliver(Message.text(""), Overflow.DEFAULT)));
        assertThatExceptionOfType(MalformedEnvelopeException.class).isThrownBy(() -> EnvelopeCodec.decode(payload));
    }

    /** 200,000 envelopes with some bytes changed, cut or added, from a fixed seed: each is read or refused. */
    @Test
    void noEnvelopeHoweverMangledDoesMoreThanBeRefused() {
        Random random = new Random(20261120);
        byte[] good = EnvelopeCodec.encode(FULL);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bad = Arrays.copyOf(good, good.length + random.nextInt(-good.length, 9));
            for (int change = random.nextInt(4); change >= 0 && bad.length > 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(EnvelopeCodec.decode(bad).origin()).isNotNull();
            } catch (MalformedEnvelopeException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100_000, 199_999);
    }

    private static Envelope envelope(Message message) {
        return new Envelope(ORIGIN, null, List.of(), List.of(), new Effect.Deliver(message, Overflow.DEFAULT));
    }
}
