package io.carillon.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Changes a token a little, as somebody would who tries. */
final class Mutation {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";

    private Mutation() {}

    static String of(String token, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> replaced(token, random);
            case 1 -> without(token, random);
            case 2 -> with(token, random);
            case 3 -> swapped(token, random);
            case 4 -> token.substring(0, random.nextInt(token.length()));
            case 5 -> bitFlipped(token, random);
            default -> edited(token, random);
        };
    }

    private static String replaced(String token, Random random) {
        int at = random.nextInt(token.length());
        char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    private static String without(String token, Random random) {
        int at = random.nextInt(token.length());
        return token.substring(0, at) + token.substring(at + 1);
    }

    private static String with(String token, Random random) {
        int at = random.nextInt(token.length());
        return token.substring(0, at) + ALPHABET.charAt(random.nextInt(ALPHABET.length())) + token.substring(at);
    }

    private static String swapped(String token, Random random) {
        int at = random.nextInt(token.length() - 1);
        return token.substring(0, at) + token.charAt(at + 1) + token.charAt(at) + token.substring(at + 2);
    }

    /** One bit of header, payload or signature. */
    private static String bitFlipped(String token, Random random) {
        String[] parts = token.split("\\.");
        int part = random.nextInt(parts.length);
        byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        parts[part] = Tokens.base64(bytes);
        return String.join(".", parts);
    }

    /** Another user, end or algorithm, under the old signature. */
    private static String edited(String token, Random random) {
        String[] parts = token.split("\\.");
        int part = random.nextInt(2);
        String json = new String(Base64.getUrlDecoder().decode(parts[part]), StandardCharsets.UTF_8);
        String[][] edits = {
            {"\"ada\"", "\"eve" + random.nextInt(100) + "\""},
            {"\"exp\":1", "\"exp\":2"},
            {"RS256", "HS256"},
            {"ES256", "none"},
            {"HS256", "HS384"},
            {"\"rsa\"", "\"secret\""},
            {"\"ec\"", "\"rsa\""},
            {"{", "{\"x\":" + random.nextInt(1000) + ","}
        };
        String[] edit = edits[random.nextInt(edits.length)];
        parts[part] = Tokens.base64(json.replace(edit[0], edit[1]).getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }
}
