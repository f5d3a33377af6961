package io.carillon.examples.chat;

/**
 * Writes a name that a stranger chose into a log line of {@code key=value} pairs, so that it can end neither the line nor
 * its own value: plain names stay as they are, others are quoted and escaped.
 */
final class LogValue {
    private static final String PLAIN = "-_.:@/";

    private LogValue() {}

    static String of(String name) {
        boolean plain = !name.isEmpty()
                && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        return plain ? name : quoted(name);
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
            } else if (isPrintable(c)) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format("\\u{%x}", c));
            }
        });
        return text.append('"').toString();
    }

    /** Neither control characters, nor line separators, nor what reverses the direction of the text around it. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
