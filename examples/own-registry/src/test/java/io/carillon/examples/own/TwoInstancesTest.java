package io.carillon.examples.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real clients on two real servers. */
@Timeout(120)
class TwoInstancesTest {

    @Test
    void whatIsSaidOnOneInstanceIsHeardOnBoth() throws Exception {
        SharedState shared = new SharedState(InstantSource.system());
        Broker broker = new Broker();
        try (OwnInstance one = new OwnInstance("one", shared, broker, 0);
                OwnInstance two = new OwnInstance("two", shared, broker, 0)) {
            talk(one.port(), two.port());
        }
    }

    @Test
    void anInstanceThatStopsClosesItsConnectionsAndIsForgotten() throws Exception {
        SharedState shared = new SharedState(InstantSource.system());
        Broker broker = new Broker();
        OwnInstance two = new OwnInstance("two", shared, broker, 0);
        try (OwnInstance one = new OwnInstance("one", shared, broker, 0);
                Client ada = new Client(one.port(), "Ada");
                Client grace = new Client(two.port(), "Grace")) {
            ada.hears("Grace joined the room");
            two.close();
            assertThat(grace.awaitCloseCode()).isIn(1001, 1006); // The server does not wait for slow farewells.
            Page<Member> left = shared.members(new Target.Everyone(), Optional.empty(), 10);
            assertThat(left.items()).extracting(Member::user).containsExactly(Optional.of("Ada"));
        }
    }

    @Test
    void theProgramIsTwoInstances() throws Exception {
        int port = twoFreePorts();
        Process program = start(port);
        try {
            awaitLine(program.inputReader(), "Ctrl-C");
            talk(port, port + 1);
        } finally {
            program.destroyForcibly().onExit().join();
        }
    }

    private static void talk(int onePort, int otherPort) throws InterruptedException {
        try (Client ada = new Client(onePort, "Ada")) {
            try (Client grace = new Client(otherPort, "Grace")) {
                ada.hears("Grace joined the room");
                ada.say("hello");
                ada.hears("[Ada]: hello");
                grace.hears("[Ada]: hello");
            }
            ada.hears("Grace left the room");
        }
    }

    private static Process start(int port) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), OwnRegistryMain.class.getName());
        builder.environment().put("PORT", "" + port);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void awaitLine(BufferedReader out, String part) throws IOException {
        String line = out.readLine();
        while (line != null && !line.contains(part)) {
            line = out.readLine();
        }
        assertThat(line).contains(part);
    }

    /** A free port before another free one, below those that the system gives to whoever connects meanwhile. */
    private static int twoFreePorts() {
        for (int port = 12_000 + (int) (ProcessHandle.current().pid() % 10_000); port < 32_000; port += 2) {
            try (ServerSocket one = new ServerSocket(port);
                    ServerSocket two = new ServerSocket(port + 1)) {
                return Math.min(one.getLocalPort(), two.getLocalPort());
            } catch (IOException e) {
                // Look further.
            }
        }
        throw new AssertionError("no two free ports");
    }
}
