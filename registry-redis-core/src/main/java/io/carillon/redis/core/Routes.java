package io.carillon.redis.core;

/** By which server a key or a channel goes. With one server there is one answer; nobody who asks relies on that. */
@FunctionalInterface
interface Routes {

    /**
     * The server of a name, whose links are perhaps down.
     *
     * @param name of a key or a channel, with the prefix
     */
    Master to(String name);

    static Routes one(Master master) {
        return name -> master;
    }
}
