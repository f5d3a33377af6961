package io.carillon;

/**
 * The name of one running registry in the cluster; it is never reused, so that nothing left behind by an earlier run can
 * be taken for this one.
 *
 * @param value opaque, case-sensitive, any Unicode, 1 to 256 bytes of UTF-8
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
    /**
     * Checks the name.
     *
     * @param value the name
     * @throws IllegalArgumentException if it is empty, too long, or no valid Unicode
     */
    public InstanceId {
        Names.check("instance", value);
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare name. */
    @Override
    public String toString() {
        return value;
    }
}
