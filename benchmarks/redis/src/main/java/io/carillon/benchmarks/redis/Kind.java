package io.carillon.benchmarks.redis;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is measured, each with processes of its own. */
enum Kind {
    LATENCY {
        @Override
        Probe probe(Duo duo, Shape shape) throws IOException {
            return new LatencyProbe(duo, shape);
        }
    },
    PUBLISH {
        @Override
        Probe probe(Duo duo, Shape shape) {
            String room = "nobody-";
            String command = "flood " + room + " " + shape.threads + " " + shape.inFlight + " ";
            return new RateProbe(duo, List.of(duo.sender()), command, Figure.PUBLISHED, Figure.PUBLISH_CPU);
        }
    },
    DELIVER {
        @Override
        Probe probe(Duo duo, Shape shape) throws IOException {
            duo.receiver().ask("receive room " + shape.receivers);
            return new RateProbe(
                    duo,
                    List.of(duo.sender(), duo.receiver()),
                    "relay room " + shape.inFlight + " ",
                    Figure.DELIVERED,
                    Figure.DELIVERY_CPU);
        }
    },
    CHURN {
        @Override
        Probe probe(Duo duo, Shape shape) throws IOException {
            duo.sender().ask("enrol " + shape.inFlight);
            return new RateProbe(
                    duo, List.of(duo.sender()), "churn " + shape.inFlight + " ", Figure.PAIRS, Figure.PAIR_CPU);
        }
    };

    /** Makes two instances ready. */
    abstract Probe probe(Duo duo, Shape shape) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
