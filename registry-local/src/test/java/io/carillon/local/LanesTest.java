package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final ManualRuntime runtime = new ManualRuntime();
    private final List<String> done = new ArrayList<>();
    private final List<Target> missed = new CopyOnWriteArrayList<>();
    private final List<HubObserver.Drop> drops = new CopyOnWriteArrayList<>();
    private final HubObserver hears = new HubObserver() {
        @Override
        public void resync(Target target) {
            missed.add(target);
        }

        @Override
        public void dropped(Drop why) {
            drops.add(why);
        }
    };

    @Test
    void oneKeyKeepsItsOrder() {
        Lanes lanes = new Lanes(runtime, 4, 100, 100, new Events(List.of(hears), runtime));
        for (int i = 0; i < 10; i++) {
            String task = "task " + i;
            assertThat(lanes.offer(target("key"), 1, () -> done.add(task))).isTrue();
        }
        assertThat(done).isEmpty();
        runtime.run();
        assertThat(done).hasSize(10).isSorted();
    }

    @Test
    void aFullLaneDropsAndCountsAndGoesOnAfterwards() {
        Lanes lanes = new Lanes(runtime, 1, 2, 100, new Events(List.of(hears), runtime));
        assertThat(lanes.offer(target("a"), 1, () -> done.add("a"))).isTrue();
        assertThat(lanes.offer(target("b"), 1, () -> done.add("b"))).isTrue();
        assertThat(lanes.offer(target("c"), 1, () -> done.add("c"))).isFalse();
        assertThat(lanes.dropped()).isEqualTo(1);
        assertThat(drops).containsExactly(HubObserver.Drop.LANE_FULL);
        runtime.run();
        assertThat(lanes.offer(target("d"), 1, () -> done.add("d"))).isTrue();
        runtime.run();
        assertThat(done).containsExactly("a", "b", "d");
    }

    @Test
    void bytesAreBoundedToo() {
        Lanes lanes = new Lanes(runtime, 1, 100, 10, new Events(List.of(hears), runtime));
        assertThat(lanes.offer(target("a"), 6, () -> {})).isTrue();
        assertThat(lanes.offer(target("a"), 5, () -> {})).isFalse();
        assertThat(lanes.offer(target("a"), 4, () -> {})).isTrue();
        runtime.run();
        assertThat(lanes.offer(target("a"), 10, () -> {})).isTrue();
    }

    @Test
    void aTaskThatFailsDoesNotEndTheLane() {
        Lanes lanes = new Lanes(runtime, 1, 100, 100, new Events(List.of(hears), runtime));
        lanes.offer(target("a"), 1, () -> {
            throw new IllegalStateException("broken on purpose");
        });
        lanes.offer(target("a"), 1, () -> done.add("next"));
        runtime.run();
        assertThat(done).containsExactly("next");
    }

    @Test
    void whoMissedSomethingIsToldOnceWhenThereIsRoomAgain() {
        Lanes lanes = new Lanes(runtime, 1, 2, 100, new Events(List.of(hears), runtime));
        for (String name : List.of("a", "b", "c", "c", "d")) {
            lanes.offer(target(name), 1, () -> assertThat(missed).isEmpty());
        }
        assertThat(missed).isEmpty();
        runtime.run();
        assertThat(missed).containsExactlyInAnyOrder(target("c"), target("d"));
        lanes.offer(target("a"), 1, () -> {});
        runtime.run();
        assertThat(missed).hasSize(2);
    }

    @Test
    void aLaneTakesTurnsOnItsThreadsAndIsWalkedByOneAtATime() throws InterruptedException {
        SystemRuntime threads = new SystemRuntime("test");
        Lanes lanes = new Lanes(threads, 1, Integer.MAX_VALUE, Long.MAX_VALUE, new Events(List.of(hears), runtime));
        Set<Thread> walkers = ConcurrentHashMap.newKeySet();
        AtomicInteger walking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int[] walks = {0}; // seen by the next thread, too
        for (int turn = 0; turn < 50; turn++) {
            CountDownLatch walked = new CountDownLatch(10);
            for (int i = 0; i < 10; i++) {
                lanes.offer(target("key"), 1, () -> {
                    most.accumulateAndGet(walking.incrementAndGet(), Math::max);
                    walkers.add(Thread.currentThread());
                    walks[0]++;
                    walking.decrementAndGet();
                    walked.countDown();
                });
            }
            assertThat(walked.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(walkers).hasSize(2);
        assertThat(most).hasValue(1);
        assertThat(walks[0]).isEqualTo(500);
        threads.close();
    }

    @Test
    void manyThreadsMayOfferAtOnceAndNothingIsLost() throws InterruptedException {
        SystemRuntime threads = new SystemRuntime("test");
        Lanes lanes = new Lanes(threads, 2, Integer.MAX_VALUE, Long.MAX_VALUE, new Events(List.of(hears), runtime));
        CountDownLatch left = new CountDownLatch(4 * 50_000);
        List<Thread> offering = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int key = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    lanes.offer(target("key " + key), 1, left::countDown);
                }
            });
            thread.start();
            offering.add(thread);
        }
        for (Thread thread : offering) {
            thread.join();
        }
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        threads.close();
    }

    private static Target target(String name) {
        return new Target.Group(name);
    }
}
