package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.carillon.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private HttpServer discord;
    private URI webhook;

    @BeforeEach
    void start() throws IOException {
        discord = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        discord.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        discord.start();
        webhook = URI.create("http://127.0.0.1:" + discord.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        discord.stop(0);
    }

    @Test
    void degradedAndRecoveredAreTold() throws InterruptedException {
        Alerts alerts = new Alerts(webhook, Duration.ofMillis(1), "i");
        alerts.healthChanged(Health.READY);
        alerts.healthChanged(Health.notReady("the link is lost"));
        assertThat(next()).contains("i degraded: the link is lost");
        alerts.healthChanged(Health.notReady("something else"));
        alerts.healthChanged(Health.READY);
        assertThat(next()).contains("i recovered");
    }

    @Test
    void ofWhatComesTooSoonNothingIsToldBeforeItsTimeButTheEnd() throws InterruptedException {
        Alerts alerts = new Alerts(webhook, Duration.ofHours(1), "i");
        alerts.healthChanged(Health.notReady("first"));
        assertThat(next()).contains("first");
        alerts.healthChanged(Health.READY);
        alerts.healthChanged(Health.LEAVING);
        alerts.gaveUp("no Redis");
        assertThat(next()).contains("i gave up: no Redis");
        assertThat(told).isEmpty();
    }

    private String next() throws InterruptedException {
        String text = told.poll(Instances.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(text).isNotNull();
        return text;
    }
}
