package io.carillon.redis.core;

import static io.carillon.redis.core.Text.string;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which master of a Redis Cluster serves which slot, as one of its nodes has it. */
final class SlotMap {
    /** Before anybody was asked: nobody serves anything. */
    static final SlotMap NONE = new SlotMap(new @Nullable String[Slots.COUNT], 0, true);

    private final @Nullable String[] owners;
    private final long epoch;
    private final boolean ok;

    private SlotMap(@Nullable String[] owners, long epoch, boolean ok) {
        this.owners = owners;
        this.epoch = epoch;
        this.ok = ok;
    }

    /**
     * Reads what a node has said.
     *
     * @param asked the node's own address, for what it does not know of itself
     * @param info what {@code CLUSTER INFO} says
     * @param slots what {@code CLUSTER SLOTS} says
     */
    static SlotMap of(String asked, @Nullable Object info, @Nullable Object slots) {
        String state = "";
        long epoch = 0;
        for (String line : string(info).lines().toList()) {
            if (line.startsWith("cluster_state:")) {
                state = line.substring(line.indexOf(':') + 1).strip();
            } else if (line.startsWith("cluster_current_epoch:")) {
                epoch = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        @Nullable String[] owners = new @Nullable String[Slots.COUNT];
        for (Object range : rows(slots)) {
            List<?> cells = rows(range);
            List<?> master = rows(cells.get(2));
            String address = host(master.get(0), asked) + ":" + number(master.get(1));
            Arrays.fill(owners, number(cells.get(0)), number(cells.get(1)) + 1, address);
        }
        return new SlotMap(owners, epoch, state.equals("ok"));
    }

    /** Whether the node says that the cluster works; one that is cut off from the others does not. */
    boolean isOk() {
        return ok;
    }

    /** Whether this is not older than what was known before. */
    boolean isNotBefore(SlotMap other) {
        return epoch >= other.epoch;
    }

    /** Whether somebody serves each slot. */
    boolean isComplete() {
        return Arrays.stream(owners).allMatch(Objects::nonNull);
    }

    /** The address of the master that serves a slot; null if nobody does. */
    @Nullable
    String owner(int slot) {
        return owners[slot];
    }

    /** The addresses of all masters that serve any slot. */
    Set<String> masters() {
        Set<String> masters = new LinkedHashSet<>();
        for (String owner : owners) {
            if (owner != null) {
                masters.add(owner);
            }
        }
        return masters;
    }

    /** A node that does not know its own host, or is told not to name it, means the one by which it was reached. */
    private static String host(@Nullable Object told, String asked) {
        String host = told == null ? "" : string(told);
        return host.isEmpty() || host.equals("?") ? asked.substring(0, asked.lastIndexOf(':')) : host;
    }

    private static List<?> rows(@Nullable Object answer) {
        if (answer instanceof List<?> rows) {
            return rows;
        }
        throw new IllegalStateException("expected a list of the server, not " + answer);
    }

    private static int number(@Nullable Object answer) {
        if (answer instanceof Long number) {
            return number.intValue();
        }
        throw new IllegalStateException("expected a number of the server, not " + answer);
    }
}
