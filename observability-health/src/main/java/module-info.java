/** What a service answers when it is asked whether it is well. */
module io.carillon.health {
    requires transitive io.carillon;
    requires static org.jspecify;

    exports io.carillon.health;
}
