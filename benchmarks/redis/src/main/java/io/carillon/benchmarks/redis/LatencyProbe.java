package io.carillon.benchmarks.redis;

import io.carillon.benchmarks.load.Child;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** From one instance to a receiver on the other, some thousand a second. All processes of a machine have one clock. */
final class LatencyProbe implements Probe {
    private static final int WARM_UP_IN_FLIGHT = 16;

    private final Duo duo;
    private final int perSecond;
    private long sent;

    LatencyProbe(Duo duo, Shape shape) throws IOException {
        this.duo = duo;
        this.perSecond = Shape.PER_SECOND;
        duo.receiver().ask("receive room 1");
    }

    @Override
    public List<Child> working() {
        return List.of(duo.sender(), duo.receiver());
    }

    @Override
    public void warmUp(int millis) throws IOException {
        send("relay room " + WARM_UP_IN_FLIGHT + " " + millis);
    }

    @Override
    public void turn(int millis) throws IOException {
        send("pace room " + perSecond + " " + millis);
    }

    @Override
    public Map<Figure, Double> take() throws IOException {
        String[] words = duo.receiver().ask("take").split(" ", -1);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.P50, Double.valueOf(words[1]));
        figures.put(Figure.P99, Double.valueOf(words[2]));
        return figures;
    }

    private void send(String command) throws IOException {
        sent += Long.parseLong(duo.sender().ask(command).split(" ", -1)[0]);
        duo.receiver().ask("await " + sent);
    }
}
