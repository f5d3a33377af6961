package io.carillon.opentelemetry;

import static io.carillon.opentelemetry.Instance.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Subject;
import io.carillon.tck.RecordingConnection;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whatever stands where a context should: the message is delivered, and no span is made of it. */
class HostileContextTest {
    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final int MANGLED = 200_000;

    @Test
    void aContextThatIsNoneIsIgnored() {
        List<String> hostile = List.of(
                "",
                " ",
                "x".repeat(EnvelopeContext.MAX_BYTES),
                "\0\1\2ÿ",
                GOOD.substring(1),
                GOOD.replace('a', 'A'),
                GOOD + "-more",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (InMemoryBackplane broker = InMemoryBackplane.create();
                Instance instance = new Instance("a", FaultyBackplane.over(broker), spans)) {
            byte[] plain = envelope(broker);
            RecordingConnection ada = instance.join("ada", "lobby");
            for (String context : hostile) {
                byte[] envelope = EnvelopeContext.with(plain, context);
                assertThat(EnvelopeContext.of(envelope)).contains(context);
                done(broker.pubSub().publish(Subject.EVERYONE, unnumbered(envelope)));
            }
            done(broker.pubSub().publish(Subject.EVERYONE, unnumbered(EnvelopeContext.with(plain, GOOD))));

            await().untilAsserted(() -> assertThat(ada.texts()).hasSize(hostile.size() + 1));
            await().untilAsserted(() -> assertThat(spans.getFinishedSpanItems())
                    .singleElement()
                    .satisfies(span -> assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331")));
        }
    }

    @Test
    void aStateThatIsMalformedCostsOnlyTheState() {
        assertThat(Traces.read(GOOD + " =,=,\0")).isPresent();
        assertThat(Traces.read(GOOD + " vendor=value")).isPresent();
        assertThat(Traces.read(GOOD + " " + "a=b,".repeat(100))).isPresent();
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
    void noPayloadMakesItThrowAndNoneThatIsNoMessageIsChanged() {
        byte[] good = EnvelopeContext.with(
                hex("0101" + "00".repeat(15) + "01" + "08" + "0101" + "61" + "0403" + "616263" + "6869"), GOOD);
        assertThat(EnvelopeContext.of(good)).contains(GOOD);
        Random random = new Random(20_261_126);
        int changed = 0;
        for (int i = 0; i < MANGLED; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 8));
            for (int change = random.nextInt(4); change > 0 && bad.length > 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            EnvelopeContext.of(bad).ifPresent(context -> {
                assertThat(context.length()).isLessThanOrEqualTo(EnvelopeContext.MAX_BYTES);
                Traces.read(context);
            });
            changed += EnvelopeContext.with(bad, GOOD) == bad ? 0 : 1;
        }
        assertThat(changed).isBetween(1, MANGLED);
        byte[] probe = {1, 65};
        assertThat(EnvelopeContext.with(probe, GOOD)).isSameAs(probe);
        assertThat(EnvelopeContext.with(good, "x".repeat(EnvelopeContext.MAX_BYTES + 1)))
                .isSameAs(good);
    }

    /** As a hub makes it. */
    private static byte[] envelope(InMemoryBackplane broker) {
        List<byte[]> seen = new CopyOnWriteArrayList<>();
        var listening = done(broker.pubSub().subscribe(Subject.EVERYONE, payload -> {
            if (EnvelopeContext.isMessage(payload)) {
                seen.add(payload);
            }
        }));
        try (Hub other = done(Hub.builder().backplane(broker).start())) {
            done(other.send(Audience.user("ada").and(Audience.group("nowhere")), Message.text("hi")));
            await().until(() -> !seen.isEmpty());
        }
        done(listening.close());
        return seen.get(0).clone();
    }

    /** As from outside, so that it is never one that was here before. */
    private static byte[] unnumbered(byte[] envelope) {
        Arrays.fill(envelope, 2, 18, (byte) 0);
        return envelope;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
