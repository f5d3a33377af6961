package io.carillon.redis.core;

import java.util.List;

/**
 * One wire on which channels are subscribed, and what comes over it. A pattern counts as one more channel, with a name of its own
 * that no channel can have.
 */
final class SubscribingWire {
    /** An unpaired surrogate: no name has it, because it is no Unicode, and no name that is read from a wire either. */
    private static final String PATTERN = "\ud800";

    private final Wire wire;
    private final Subscriptions subscriptions;

    SubscribingWire(Wire wire, Subscriptions subscriptions) {
        this.wire = wire;
        this.subscriptions = subscriptions;
        wire.deliverTo(this);
    }

    /** Under which name a pattern is subscribed to. */
    static String nameOfPattern(String pattern) {
        return PATTERN + pattern;
    }

    void message(String channel, byte[] payload) {
        subscriptions.message(this, channel, channel, payload);
    }

    void patternMessage(String pattern, String channel, byte[] payload) {
        subscriptions.message(this, nameOfPattern(pattern), channel, payload);
    }

    void subscribed(String channel) {
        subscriptions.subscribed(this, channel);
    }

    void unsubscribed(String channel) {
        subscriptions.unsubscribed(this, channel);
    }

    /** The server's push confirms it, one channel at a time; the answer says only that there was no refusal. */
    void subscribe(List<String> names) {
        subscribe("SUBSCRIBE", names.stream().filter(name -> !isPattern(name)).toList());
        subscribe(
                "PSUBSCRIBE", names.stream().filter(SubscribingWire::isPattern).toList());
    }

    private void subscribe(String command, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        wire.call(command, names.stream().map(SubscribingWire::argument).toList())
                .exceptionally(error -> {
                    if (RedisErrors.unwrap(error) instanceof RedisRefusedException refusal) {
                        subscriptions.refused(this, names, refusal);
                    }
                    return null;
                });
    }

    void unsubscribe(String name) {
        wire.call(isPattern(name) ? "PUNSUBSCRIBE" : "UNSUBSCRIBE", argument(name));
    }

    private static boolean isPattern(String name) {
        return name.startsWith(PATTERN);
    }

    private static byte[] argument(String name) {
        return Text.text(isPattern(name) ? name.substring(PATTERN.length()) : name);
    }
}
