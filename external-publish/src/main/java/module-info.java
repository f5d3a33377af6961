/** Brings what any process publishes on a plain channel of the broker to a user, a group, or everyone. */
module io.carillon.external {
    requires transitive io.carillon;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.carillon.external;
}
