/** Limits around an endpoint and its registry, and who may join what. */
module io.carillon.limits {
    requires transitive io.carillon.jakarta;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.carillon.limits;
}
