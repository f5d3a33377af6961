package io.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void theSizeOfATextIsInBytes() {
        assertThat(Message.text("né🔔").size()).isEqualTo(7);
        assertThat(Message.text("").size()).isZero();
    }

    @Test
    void aTextThatNoFrameCanCarryIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Message.text("x\uD83D"))
                .withMessage("text message has an unpaired surrogate at index 1");
    }

    @Test
    void binaryContentIsCopiedFromWhatRemainsInTheBuffer() {
        byte[] bytes = {1, 2, 3, 4};
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2);
        Message.Binary message = (Message.Binary) Message.binary(buffer);
        bytes[1] = 9;
        assertThat(buffer.remaining()).isEqualTo(2);
        assertThat(message.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    }

    @Test
    void everyReaderOfBinaryContentHasAViewOfItsOwn() {
        Message.Binary message = (Message.Binary) Message.binary(new byte[] {1, 2, 3});
        message.bytes().get();
        assertThat(message.bytes().remaining()).isEqualTo(3);
        assertThat(message.bytes().isReadOnly()).isTrue();
    }

    @Test
    void aMessageInALogShowsNothingOfItsContent() {
        assertThat(Message.text("secret")).hasToString("text message of 6 bytes");
        assertThat(Message.binary(new byte[3])).hasToString("binary message of 3 bytes");
    }
}
