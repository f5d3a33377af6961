package io.carillon.redis.core;

import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Responder;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who answer questions here. Of several on one backplane the first is asked; among several backplanes the one that is first to claim
 * the question, which costs each of them a command.
 */
final class Responders {
    private static final Logger LOG = LoggerFactory.getLogger(Responders.class);
    /** Longer than any question lies about. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final RedisKeys keys;
    private final Routes routes;
    private final ScriptCalls calls;
    private final int maxMessageBytes;
    private final Rejects rejects = new Rejects("question");
    private final Map<String, List<Place>> places = new ConcurrentHashMap<>();

    Responders(RedisKeys keys, Routes routes, ScriptCalls calls, int maxMessageBytes) {
        this.keys = keys;
        this.routes = routes;
        this.calls = calls;
        this.maxMessageBytes = maxMessageBytes;
    }

    CompletionStage<Subscription> add(Subject subject, Responder responder) {
        String channel = keys.questions(subject);
        Place place = new Place(channel, responder);
        places.merge(
                channel,
                List.of(place),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        return routes.to(channel).subscriptions().subscribe(channel, place).handle((subscription, error) -> {
            if (error != null) {
                remove(place);
                throw RedisErrors.of(error);
            }
            return () -> {
                remove(place);
                return subscription.close();
            };
        });
    }

    private void remove(Place place) {
        places.computeIfPresent(place.channel, (channel, some) -> {
            List<Place> rest = some.stream().filter(other -> other != place).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private final class Place implements Listener {
        private final String channel;
        private final Responder responder;

        Place(String channel, Responder responder) {
            this.channel = channel;
            this.responder = responder;
        }

        @Override
        public void onMessage(byte[] frame) {
            List<Place> here = places.getOrDefault(channel, List.of());
            if (here.isEmpty() || here.get(0) != this) {
                return;
            }
            try {
                Frames.Question question = Frames.readQuestion(frame);
                if (question.choose()) {
                    calls.claim(keys.claim(question.token(), question.number()), CLAIM)
                            .thenAccept(first -> {
                                if (first) {
                                    answer(question);
                                }
                            });
                } else {
                    answer(question);
                }
            } catch (Frames.MalformedFrameException e) {
                rejects.add(frame, e);
            }
        }

        private void answer(Frames.Question question) {
            try {
                responder.answer(question.body()).whenComplete((answer, error) -> {
                    if (error != null) {
                        LOG.warn("A responder failed; its request will run into the timeout", error);
                    } else if (answer.length > maxMessageBytes) {
                        LOG.warn(
                                "An answer of {} bytes is too large; its request will run into the timeout",
                                answer.length);
                    } else {
                        String inbox = keys.inbox(question.token());
                        routes.to(inbox).queue().offer(inbox, Frames.answer(question.number(), answer));
                    }
                });
            } catch (RuntimeException e) {
                LOG.error("A responder threw where it must not; its request will run into the timeout", e);
            }
        }
    }
}
