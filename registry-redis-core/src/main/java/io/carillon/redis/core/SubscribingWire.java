package io.carillon.redis.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One wire on which channels are subscribed, and what comes over it. A pattern counts as one more channel, with a name of its own
 * that no channel can have.
 */
final class SubscribingWire {
    /** An unpaired surrogate: no name has it, because it is no Unicode, and no name that is read from a wire either. */
    private static final String PATTERN = "\ud800";
    /** One flush for so many channels: neither a flush for each, nor answers that fill the server's output buffer. */
    private static final int BITE = 256;
    /** Beside the numbers of slots. */
    private static final int NO_SLOT = -1;

    private static final int NO_SLOT_PATTERN = -2;

    private final Wire wire;
    private final Dialect dialect;
    private final String own;
    private final Subscriptions subscriptions;

    /**
     * On which nothing is subscribed yet.
     *
     * @param dialect in which the server is spoken to about Carillon's own channels
     * @param own what their names begin with
     */
    SubscribingWire(Wire wire, Dialect dialect, String own, Subscriptions subscriptions) {
        this.wire = wire;
        this.dialect = dialect;
        this.own = own;
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
    void subscribe(Collection<String> names) {
        List<String> all = new ArrayList<>(names);
        if (dialect == Dialect.SHARDED) {
            all.sort(Comparator.comparingInt(Slots::of));
        }
        for (int from = 0; from < all.size(); from += BITE) {
            List<WireCommand> commands = new ArrayList<>();
            groups(all.subList(from, Math.min(all.size(), from + BITE)))
                    .forEach(group -> commands.add(subscription(group)));
            wire.send(commands);
        }
    }

    void unsubscribe(String name) {
        wire.call(isPattern(name) ? "PUNSUBSCRIBE" : dialect(name).unsubscribe(), argument(name));
    }

    private static boolean isPattern(String name) {
        return name.startsWith(PATTERN);
    }

    private static byte[] argument(String name) {
        return Text.text(isPattern(name) ? name.substring(PATTERN.length()) : name);
    }

    /** What others publish goes to every node of a Cluster, and by no slot. */
    private Dialect dialect(String name) {
        return name.startsWith(own) ? dialect : Dialect.CLASSIC;
    }

    /** What one command may name: patterns, or channels, and of those that go by slots the ones of one slot. */
    private Collection<List<String>> groups(List<String> names) {
        return names.stream()
                .collect(Collectors.groupingBy(this::group, TreeMap::new, Collectors.toList()))
                .values();
    }

    private int group(String name) {
        if (isPattern(name)) {
            return NO_SLOT_PATTERN;
        }
        return dialect(name) == Dialect.SHARDED ? Slots.of(name) : NO_SLOT;
    }

    private WireCommand subscription(List<String> names) {
        String word =
                isPattern(names.get(0)) ? "PSUBSCRIBE" : dialect(names.get(0)).subscribe();
        WireCommand command = new WireCommand(
                word, names.stream().map(SubscribingWire::argument).toList());
        command.answer().exceptionally(error -> {
            if (RedisErrors.unwrap(error) instanceof RedisRefusedException refusal) {
                subscriptions.refused(this, names, refusal);
            }
            return null;
        });
        return command;
    }
}
