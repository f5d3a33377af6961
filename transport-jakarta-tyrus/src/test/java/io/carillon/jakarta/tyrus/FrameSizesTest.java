package io.carillon.jakarta.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSizesTest {
    private static final int LIMIT = 70_000;

    private final FrameSizes sizes = new FrameSizes(LIMIT);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, LIMIT})
    void framesUpToTheLimitAreHandedOnInWhateverPiecesTheyCome(int size) {
        byte[] three = frames(size, size, size);

        for (int piece : new int[] {1, 2, 7, 1_000, three.length}) {
            assertThat(accepted(three, piece)).isEqualTo(three.length);
        }
        assertThat(sizes.isExceeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 64, 200_000})
    void aLargerOneIsFoundByItsHeaderAndWhatComesBeforeItIsHandedOnAndNothingBehindIt(int piece) {
        byte[] before = frames(5, LIMIT);

        assertThat(accepted(frames(5, LIMIT, LIMIT + 1, 5), piece)).isEqualTo(before.length);
        assertThat(sizes.isExceeded()).isTrue();
        assertThat(accepted(frames(1), 1)).isZero();
    }

    @Test
    void ofAHeaderInSeveralPiecesOnlyTheLastIsHeldBack() {
        assertThat(accepted(frames(LIMIT + 1), 1)).isEqualTo(9);
        assertThat(sizes.isExceeded()).isTrue();
    }

    @Test
    void aLengthOfWhichAll64BitsAreUsedIsLarger() {
        byte[] header = {(byte) 0x82, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1};

        assertThat(accepted(header, header.length)).isZero();
    }

    @Test
    void whatIsLookedAtIsNotMoved() {
        Buffer bytes = Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, frames(3));

        sizes.accepted(bytes);

        assertThat(bytes.position()).isZero();
        assertThat(bytes.remaining()).isEqualTo(frames(3).length);
    }

    private int accepted(byte[] all, int piece) {
        int accepted = 0;
        for (int from = 0; from < all.length; from += piece) {
            int length = Math.min(piece, all.length - from);
            accepted += sizes.accepted(Buffers.wrap(
                    MemoryManager.DEFAULT_MEMORY_MANAGER,
                    ByteBuffer.wrap(all, from, length).slice()));
        }
        return accepted;
    }

    /** Masked, as clients send them. */
    private static byte[] frames(int... sizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size : sizes) {
            out.write(0x82);
            if (size < 126) {
                out.write(0x80 | size);
            } else if (size < 1 << 16) {
                out.write(0x80 | 126);
                out.write(size >> 8);
                out.write(size);
            } else {
                out.write(0x80 | 127);
                out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(size).array());
            }
            out.writeBytes(new byte[] {9, 9, 9, 9});
            out.writeBytes(new byte[size]);
        }
        return out.toByteArray();
    }
}
