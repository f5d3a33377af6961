package io.carillon.local;

import io.carillon.BackplaneTimeoutException;
import io.carillon.JoinResult;
import io.carillon.UnknownConnectionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The model of one connection's place in one group: what its application may rely on, by what it was told. */
final class Place {
    private final List<Op> pending = new ArrayList<>();
    private boolean in;
    /** It is in on its own instance, by the policy for outages, and the cluster does not know yet. */
    private boolean here;
    /** What became of a remote command is open, and it may still take effect. */
    private boolean unsure;
    /** Since which step it stands as it does. */
    private long since;

    static final class Op {
        private final boolean join;
        private final boolean remote;
        private boolean ended;
        private @Nullable Throwable error;
        private @Nullable Object result;

        private Op(boolean join, boolean remote) {
            this.join = join;
            this.remote = remote;
        }

        /** A remote command may be half done: a "no" of its owner cannot be told from one of the road. */
        private boolean isOpen() {
            return remote
                    && error != null
                    && (error instanceof BackplaneTimeoutException || error instanceof UnknownConnectionException);
        }
    }

    Op begin(boolean join, boolean remote) {
        Op op = new Op(join, remote);
        pending.add(op);
        return op;
    }

    /** What was asked for together counts in the order of the asking; with a remote command among it, nobody knows it. */
    void end(Op op, @Nullable Object result, @Nullable Throwable error, long step) {
        op.ended = true;
        op.result = result;
        op.error = error;
        if (!pending.stream().allMatch(one -> one.ended)) {
            return;
        }
        boolean anyRemote = pending.stream().anyMatch(one -> one.remote);
        boolean before = in;
        for (Op one : pending) {
            unsure |= one.isOpen() || (anyRemote && pending.size() > 1);
            if (one.error == null) {
                boolean known = !one.join || one.result == JoinResult.JOINED || (in && !here);
                in = one.join;
                here = !known;
            }
        }
        if (before != in) {
            since = step;
        }
        pending.clear();
    }

    /** Its caller is dead. */
    void abandon(Op op) {
        if (!op.ended) {
            unsure = true;
            end(op, null, new BackplaneTimeoutException("the caller is dead"), since);
        }
    }

    /** The cluster knows now. */
    void confirm() {
        here &= !pending.isEmpty();
    }

    /** At rest: this is how it is. */
    void settle(boolean reallyIn) {
        if (unsure) {
            in = reallyIn;
            unsure = false;
        }
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    boolean isUnsure() {
        return unsure;
    }

    boolean isSurelyIn() {
        return isSurelyInHere() && !here;
    }

    /** Whether messages that stay on its instance reach it. */
    boolean isSurelyInHere() {
        return in && !unsure && pending.isEmpty();
    }

    boolean isSurelyOut() {
        return !in && !unsure && pending.isEmpty();
    }

    boolean isSurelyInSince(long step) {
        return isSurelyInHere() && since < step;
    }

    @Override
    public String toString() {
        return (in ? "in" : "out") + (here ? " here" : "") + (unsure ? "?" : "") + (pending.isEmpty() ? "" : "*");
    }
}
