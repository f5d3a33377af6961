package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.Target;
import io.carillon.local.EnvelopeCodec.MalformedEnvelopeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From the bytes to the members: whatever comes, it is counted or taken, and nothing else happens. */
class MangledEnvelopesTest {
    private static final int MANGLED = Boolean.getBoolean("carillon.long") ? 1_000_000 : 100_000;
    private static final InstanceId ELSEWHERE = new InstanceId("elsewhere");
    private static final Target LOBBY = new Target.Group("lobby");

    @Test
    void eachIsCounted() {
        AtomicLong malformed = new AtomicLong();
        LocalFanOut fanOut = new LocalFanOut(
                new InstanceId("here"),
                Map.of(),
                new Interests(
                        InMemoryBackplane.create().pubSub(),
                        new ManualRuntime(),
                        Duration.ZERO,
                        (interest, payload) -> {},
                        lost -> {}),
                new Events(
                        List.of(new HubObserver() {
                            @Override
                            public void dropped(Drop why) {
                                malformed.addAndGet(why == Drop.MALFORMED ? 1 : 0);
                            }
                        }),
                        new ManualRuntime()));
        Sequences sequences = new Sequences(LOBBY, gap -> {});
        List<byte[]> good = List.of(
                encoded(List.of(), new Effect.Deliver(Message.text("né 🔔"), Overflow.DEFAULT)),
                encoded(List.of(), new Effect.Deliver(Message.binary(new byte[100]), Overflow.DEFAULT)),
                encoded(List.of(), new Effect.Disconnect(new CloseReason(4000, "bye"))),
                encoded(
                        List.of(LOBBY, new Target.User("ada"), new Target.Connection(new ConnectionId(ELSEWHERE, 7))),
                        new Effect.Deliver(Message.text("several"), Overflow.DEFAULT)));
        Random random = new Random(20_261_125);
        long expected = 0;
        for (int i = 0; i < MANGLED; i++) {
            byte[] bad = mangle(good.get(random.nextInt(good.size())), random);
            expected += isMalformed(bad) ? 1 : 0;
            fanOut.deliver(LOBBY, sequences, bad);
        }
        assertThat(malformed.get()).isEqualTo(expected).isGreaterThan(MANGLED / 2);
    }

    private static boolean isMalformed(byte[] envelope) {
        try {
            return !EnvelopeCodec.decode(envelope).targets().isEmpty(); // a group's subject says whom it is for
        } catch (MalformedEnvelopeException e) {
            return true;
        }
    }

    private static byte[] encoded(List<Target> targets, Effect effect) {
        byte[] envelope = EnvelopeCodec.encode(new Envelope(ELSEWHERE, "an id", targets, List.of(), effect));
        EnvelopeCodec.number(envelope, 7, 8);
        return envelope;
    }

    private static byte[] mangle(byte[] good, Random random) {
        byte[] bad = Arrays.copyOf(good, good.length + random.nextInt(-good.length, 9));
        for (int change = random.nextInt(4); change >= 0 && bad.length > 0; change--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        return bad;
    }
}
