/** What an instance counts and measures, for Micrometer. */
module io.carillon.micrometer {
    requires transitive io.carillon.local;
    requires static transitive io.carillon.jakarta;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports io.carillon.micrometer;
}
