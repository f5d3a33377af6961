/** The gate of {@code transport-jakarta} in a servlet container. */
module io.carillon.jakarta.servlet {
    requires transitive io.carillon.jakarta;
    requires transitive jakarta.servlet;
    requires static org.jspecify;

    exports io.carillon.jakarta.servlet;
}
