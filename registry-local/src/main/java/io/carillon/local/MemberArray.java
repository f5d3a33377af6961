package io.carillon.local;

import org.jspecify.annotations.Nullable;

/**
 * The local connections behind one target, for one writer at a time and any number of readers without a lock.
 *
 * <p>Newcomers are appended and leavers leave a hole; within one array nobody moves. So a reader that takes {@link #end()}
 * once meets everybody who stays, once, and nobody who came later. A full array is replaced by one without the holes, so
 * adding and removing cost O(1) in the long run. A reader allocates nothing.
 */
final class MemberArray {
    static final MemberArray EMPTY = new MemberArray(0);

    private final @Nullable Membership[] slots;
    private volatile int end;
    private int live;

    private MemberArray(int capacity) {
        slots = new Membership[capacity];
    }

    /** Where a reader has to stop. */
    int end() {
        return end;
    }

    /** Who stands there; null for a hole. */
    @Nullable
    Membership at(int slot) {
        return slots[slot];
    }

    /** Adds one, and returns the array that readers shall use from now on. */
    MemberArray with(Membership membership) {
        MemberArray target = end < slots.length ? this : compacted();
        target.append(membership);
        return target;
    }

    /** Removes one that is there, and returns the array that readers shall use from now on. */
    MemberArray without(Membership membership) {
        slots[membership.slot] = null;
        live--;
        return live == 0 ? EMPTY : this;
    }

    private void append(Membership membership) {
        int slot = end;
        membership.slot = slot;
        slots[slot] = membership;
        live++;
        end = slot + 1;
    }

    private MemberArray compacted() {
        MemberArray target = new MemberArray(Math.max(1, live * 2));
        for (Membership membership : slots) {
            if (membership != null) {
                target.append(membership);
            }
        }
        return target;
    }
}
