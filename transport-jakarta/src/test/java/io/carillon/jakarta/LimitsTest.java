package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Sizes, and text in pieces that no character respects, on a real container. */
class LimitsTest extends ContainerTest {
    private static final int DEFAULT = TransportOptions.DEFAULT_MAX_MESSAGE_BYTES;

    private Client connect(TransportOptions.Builder options) throws Exception {
        start(options);
        return connect();
    }

    @Test
    void aTextOfTheLimitArrives() throws Exception {
        String text = "x".repeat(DEFAULT);
        connect(TransportOptions.builder()).send(text);

        await().until(() -> !application.messages.isEmpty());
        assertThat(application.messages).containsExactly(Message.text(text));
    }

    @Test
    void aTextOfOneByteMoreClosesWithTooBig() throws Exception {
        Client client = connect(TransportOptions.builder());
        client.send("x".repeat(DEFAULT + 1));

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
        application.awaitUnregistered();
        assertThat(application.calls).doesNotContain("received").contains("closed 1009, unregistered false");
    }

    @Test
    void theLimitCountsBytesOfUtf8AndNotCharacters() throws Exception {
        Client client = connect(TransportOptions.builder());
        client.send("é".repeat(DEFAULT / 2) + "x");

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
    }

    @Test
    void anEmojiCountsFourBytes() throws Exception {
        String text = "🔔".repeat(DEFAULT / 4);
        Client client = connect(TransportOptions.builder());
        client.send(text);
        client.send(text + "x");

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
        assertThat(application.messages).containsExactly(Message.text(text));
    }

    @Test
    void aBinaryMessageOfOneByteMoreClosesWithTooBig() throws Exception {
        Client client = connect(TransportOptions.builder());
        client.send(new byte[DEFAULT]);
        client.send(new byte[DEFAULT + 1]);

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
        assertThat(application.messages).containsExactly(Message.binary(new byte[DEFAULT]));
    }

    @Test
    void fragmentsAreCountedTogether() throws Exception {
        Client client = connect(TransportOptions.builder());
        client.sendPart("x".repeat(DEFAULT), false);
        client.sendPart("x", true);

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
        assertThat(application.messages).isEmpty();
    }

    @Test
    void fragmentsOfABinaryMessageAreCountedTogether() throws Exception {
        Client client = connect(TransportOptions.builder());
        client.sendPart(new byte[DEFAULT], false);
        client.sendPart(new byte[1], false);

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
        assertThat(application.messages).isEmpty();
    }

    @Test
    void eachMessageIsCountedAnew() throws Exception {
        Client client = connect(TransportOptions.builder());
        for (int i = 0; i < 3; i++) {
            client.send("x".repeat(DEFAULT));
            client.send(new byte[DEFAULT]);
        }

        await().until(() -> application.messages.size() == 6);
    }

    @Test
    void aMebibyteGoesBothWaysWithARaisedLimit() throws Exception {
        application.received = JakartaConnection::offer;
        Client client = connect(TransportOptions.builder().maxMessageBytes(1 << 20));
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 9);
        String text = "x".repeat(1 << 20);

        client.send(bytes);
        client.send(text);

        assertThat(client.awaitText()).isEqualTo(text);
        assertThat(client.binaries).hasSize(1);
        assertThat(client.binaries.get(0)).isEqualTo(bytes);
    }

    @Test
    void anEmojiWhoseBytesAreInDifferentFragmentsArrivesWhole() throws Exception {
        byte[] bell = "🔔".getBytes(StandardCharsets.UTF_8);
        start(TransportOptions.builder());
        try (RawClient client = new RawClient(port())) {
            assertThat(client.handshake("/ws/lobby", "Host: localhost")).isEqualTo(101);

            client.frame(false, RawClient.TEXT, new byte[] {bell[0]});
            client.frame(false, RawClient.CONTINUATION, new byte[] {bell[1], bell[2]});
            client.frame(true, RawClient.CONTINUATION, new byte[] {bell[3], '!'});

            await().until(() -> !application.messages.isEmpty());
        }
        assertThat(application.messages).containsExactly(Message.text("🔔!"));
    }

    @Test
    void aTextThatIsNoUtf8EndsItsOwnConnectionOnly() throws Exception {
        start(TransportOptions.builder());
        Client other = Client.connect(uri("/ws/lobby"));
        JakartaConnection others = application.connection();
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            client.frame(true, RawClient.TEXT, new byte[] {(byte) 0xC0, (byte) 0x80});

            assertThat(client.readCloseCode()).isEqualTo(1007);
        }
        application.awaitUnregistered();
        others.offer(Message.text("still here"));

        assertThat(other.awaitText()).isEqualTo("still here");
        assertThat(application.messages).isEmpty();
    }

    @Test
    void bytesThatAreNoFrameEndTheirOwnConnectionOnly() throws Exception {
        start(TransportOptions.builder());
        Client other = Client.connect(uri("/ws/lobby"));
        JakartaConnection others = application.connection();
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            client.write(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0});
            client.readCloseCode();
        }
        application.awaitUnregistered();
        others.offer(Message.text("still here"));

        assertThat(other.awaitText()).isEqualTo("still here");
    }

    @Test
    void aFrameThatSaysItIsHugeIsNotWaitedFor() throws Exception {
        start(TransportOptions.builder());
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            // 64 MiB are announced, and far less is sent.
            client.write(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0});
            client.write(new byte[container().enoughOfHugeFrame()]);

            assertThat(client.readCloseCode()).isEqualTo(1009);
        }
        application.awaitUnregistered();
        assertThat(application.messages).isEmpty();
    }

    @Test
    void fiftyMegabytesInOneMessageCloseWithTooBigAndAreNotKept() throws Exception {
        int limit = 8_000_000;
        start(TransportOptions.builder().maxMessageBytes(limit));
        byte[] megabyte = new byte[1_000_000];
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            long before = liveHeap();
            client.write(new byte[] {
                (byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 2, (byte) 0xFA, (byte) 0xF0, (byte) 0x80, 0, 0, 0, 0
            });
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    client.tryToWrite(megabyte);
                }
            });

            assertThat(client.readCloseCode()).isEqualTo(1009);
            assertThat(liveHeap() - before).isLessThan(2L * limit);
            client.reset();
            sent.join();
        }
        // The code that the server sees is 1006 where the client is gone before it has answered.
        application.awaitUnregistered();
        assertThat(application.messages).isEmpty();
    }

    @Test
    void aHundredMegabytesThatAreSentAsAHundredKilobytesAreNotInflated() throws Exception {
        start(TransportOptions.builder().maxMessageBytes(200_000));
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost", "Sec-WebSocket-Extensions: permessage-deflate");
            client.frame(true, RawClient.DEFLATED | RawClient.BINARY, deflated(100_000_000));

            assertThat(client.readCloseCode()).isEqualTo(container().codeOfDeflateBomb());
        }
        application.awaitUnregistered();
        assertThat(application.messages).isEmpty();
    }

    /** As RFC 7692 has it, but for the last four bytes, which say that the message ends here and do not matter. */
    private static byte[] deflated(int zeros) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            byte[] some = new byte[1_000_000];
            for (int i = 0; i < zeros / some.length; i++) {
                deflater.write(some);
            }
        }
        return out.toByteArray();
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
