/** One trace for a message's way over all instances. */
module io.carillon.opentelemetry {
    requires transitive io.carillon.local;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports io.carillon.opentelemetry;
}
