/** The conformance kit: the rules for backplanes and registries as JUnit 5 classes to extend. */
module io.carillon.tck {
    requires transitive io.carillon;
    requires transitive org.junit.jupiter.api;
    requires io.carillon.local;
    requires static org.jspecify;
    requires org.assertj.core;

    exports io.carillon.tck;

    // The nested classes are not public: whoever extends a contract has no use for their names.
    opens io.carillon.tck to
            org.junit.platform.commons;
}
