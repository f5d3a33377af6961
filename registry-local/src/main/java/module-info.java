/** The hub, which is one instance of the cluster, and a backplane for instances that share one JVM. */
module io.carillon.local {
    requires transitive io.carillon;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.local;
}
