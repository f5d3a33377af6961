package io.carillon.redis.core;

import java.nio.charset.StandardCharsets;

/** The slots of a Redis Cluster: by them it decides on which of its servers a key or a channel is. */
final class Slots {
    /** How many there are. */
    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private Slots() {}

    /**
     * The slot of a key or a channel: the CRC16 (XMODEM) of what stands between the first brace and the next closing one, or of
     * all, if nothing does. Source: the Redis Cluster specification.
     */
    static int of(String name) {
        int open = name.indexOf('{');
        if (open >= 0) {
            int close = name.indexOf('}', open + 1);
            if (close > open + 1) {
                return crc16(name.substring(open + 1, close)) % COUNT;
            }
        }
        return crc16(name) % COUNT;
    }

    private static int crc16(String text) {
        int crc = 0;
        for (byte letter : text.getBytes(StandardCharsets.UTF_8)) {
            crc = ((crc << 8) & 0xFFFF) ^ TABLE[(crc >> 8) ^ (letter & 0xFF)];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int index = 0; index < table.length; index++) {
            int crc = index << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[index] = crc & 0xFFFF;
        }
        return table;
    }
}
