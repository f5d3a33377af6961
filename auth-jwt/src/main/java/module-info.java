/** JSON Web Tokens at the handshake, and for the life of a connection. */
module io.carillon.jwt {
    requires transitive io.carillon.jakarta;
    requires java.net.http;
    requires jjwt.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.carillon.jwt;
}
