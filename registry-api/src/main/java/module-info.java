/** The values, errors and interfaces of Carillon: what an application sees, and what a backplane or transport implements. */
module io.carillon {
    requires static transitive org.jspecify;

    exports io.carillon;
    exports io.carillon.spi;
}
