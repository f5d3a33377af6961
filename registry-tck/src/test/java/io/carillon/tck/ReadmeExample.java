package io.carillon.tck;

/** The example of the README, so that it compiles. */
final class ReadmeExample {
    private ReadmeExample() {}

    // example
    static class MyPubSubSystemTest extends PubSubSystemContract {
        @Override
        protected BrokerFixture fixture() {
            return new MyBroker(); // a broker, or a prefix of one, that no other test sees
        }
    }
    // end of example

    private static final class MyBroker extends InMemoryFixture {}
}
