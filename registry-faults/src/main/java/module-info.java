/** A way to any backplane on which everything may go wrong, for tests. */
module io.carillon.faults {
    requires transitive io.carillon;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.faults;
}
