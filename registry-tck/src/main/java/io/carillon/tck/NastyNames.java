package io.carillon.tck;

import java.util.List;

/** Names that one broker or another would take for something else, or for each other. */
final class NastyNames {
    /** The longest, of 256 bytes, and one that differs from it in the last byte only. */
    static final String LONGEST = "x".repeat(256);

    static final List<String> ALL = List.of(
            "A",
            "a",
            "ä",
            "a ",
            " a",
            " ",
            "*",
            "a*",
            "a.*",
            ">",
            "a.>",
            "?",
            "[a]",
            "[",
            "{a}",
            "{",
            "a.b",
            ".",
            "..",
            "_",
            "%",
            "$",
            "a:b",
            "a/b",
            "\\",
            "\"",
            "'",
            "a\nb",
            "\r\n",
            "a\0b",
            "\0",
            "\t",
            "\u200b",
            "🔔",
            "é",
            "e\u0301",
            LONGEST,
            "x".repeat(255) + "y");

    static final String TOO_LONG = "x".repeat(257);
    static final String NO_UNICODE = "\ud800";

    private NastyNames() {}
}
