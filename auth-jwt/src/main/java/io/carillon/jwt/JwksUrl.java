package io.carillon.jwt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gets a JWK set over HTTP, and no more of it than is reasonable. */
final class JwksUrl implements Supplier<CompletionStage<byte[]>> {
    static final int MAX_BYTES = 1 << 18;
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final HttpRequest request;

    JwksUrl(URI url) {
        boolean safe =
                "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && LOCAL.contains(url.getHost()));
        if (!safe) {
            throw new IllegalArgumentException("the URL of a JWK set is " + url
                    + ", expected https: whoever can change it on its way" + " lets in anybody");
        }
        this.request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(4))
                .header("Accept", "application/json")
                .build();
    }

    @Override
    public CompletionStage<byte[]> get() {
        return http.sendAsync(request, info -> new Bounded()).thenApply(response -> {
            if (response.statusCode() != 200) {
                throw new CompletionException(
                        new IOException("the answer is " + response.statusCode() + ", expected 200"));
            }
            return response.body();
        });
    }

    /** Gathers a body, and gives up on one that is too large. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > MAX_BYTES) {
                    body.completeExceptionally(
                            new IOException("the JWK set is too large, expected at most " + MAX_BYTES + " bytes"));
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    return;
                }
                byte[] copy = new byte[part.remaining()];
                part.get(copy);
                bytes.writeBytes(copy);
            }
        }

        @Override
        public void onError(Throwable error) {
            body.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
