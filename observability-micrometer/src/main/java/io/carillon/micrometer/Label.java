package io.carillon.micrometer;

import java.util.Locale;

/** A value of a label. Only enums implement it, so no name of a user, a group or a connection can ever be one. */
interface Label {

    /** The constant's name. */
    String name();

    /** What stands in the metric. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
