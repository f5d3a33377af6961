package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class InjectedTimeTest {
    @Test
    void mainCodeTakesNoTimeThreadIdentifierOrChanceOfItsOwn() {
        JavaClasses main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.carillon.local");

        InjectedTime.RULE.check(main);
    }

    @Test
    void everyForbiddenUseIsSeen() {
        JavaClass forbidden = new ClassFileImporter().importClass(Forbidden.class);
        String report = report(Forbidden.class);

        assertThat(forbidden.getMethods())
                .extracting(JavaMethod::getName)
                .allSatisfy(method -> assertThat(report).contains("Forbidden." + method + "("));
    }

    @Test
    void whatIsGivenAnExecutorAClockOrASeedIsAllowed() {
        assertThat(report(Allowed.class)).isEmpty();
    }

    private static String report(Class<?> type) {
        return String.join(
                "\n",
                InjectedTime.RULE
                        .evaluate(new ClassFileImporter().importClasses(type))
                        .getFailureReport()
                        .getDetails());
    }

    /** One method for each use; the test asks that each is reported. */
    @SuppressWarnings({"unused", "JavaUtilDate", "NullAway"})
    private static final class Forbidden {
        long nanos() {
            return System.nanoTime();
        }

        long millis() {
            return System.currentTimeMillis();
        }

        LongSupplier reference() {
            return System::nanoTime;
        }

        Clock clock() {
            return Clock.systemUTC();
        }

        Instant instant() {
            return Instant.now();
        }

        LocalDate date() {
            return LocalDate.now(Clock.systemUTC().getZone());
        }

        Date oldDate() {
            return new Date();
        }

        Calendar calendar() {
            return Calendar.getInstance();
        }

        void sleep() throws InterruptedException {
            Thread.sleep(1);
        }

        void sleepByUnit() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }

        void park() {
            LockSupport.parkNanos(1);
        }

        Thread thread() {
            return new Thread(() -> {});
        }

        Timer timer() {
            return new Timer();
        }

        Executor executor() {
            return Executors.newCachedThreadPool();
        }

        Executor scheduler() {
            return new ScheduledThreadPoolExecutor(1);
        }

        Executor commonPool() {
            return ForkJoinPool.commonPool();
        }

        CompletableFuture<String> timeout(CompletableFuture<String> future) {
            return future.orTimeout(1, TimeUnit.SECONDS);
        }

        CompletableFuture<String> defaultOnTimeout(CompletableFuture<String> future) {
            return future.completeOnTimeout("", 1, TimeUnit.SECONDS);
        }

        Executor delayed(Executor executor) {
            return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, executor);
        }

        CompletionStage<Void> stage(CompletionStage<String> stage) {
            return stage.thenAcceptAsync(text -> {});
        }

        CompletableFuture<Void> run() {
            return CompletableFuture.runAsync(() -> {});
        }

        UUID uuid() {
            return UUID.randomUUID();
        }

        Random random() {
            return new Random();
        }

        Random secure() {
            return new SecureRandom();
        }

        int threadLocal() {
            return ThreadLocalRandom.current().nextInt();
        }

        SplittableRandom splittable() {
            return new SplittableRandom();
        }

        RandomGenerator generator() {
            return RandomGenerator.getDefault();
        }

        double mathRandom() {
            return Math.random();
        }
    }

    @SuppressWarnings("unused")
    private static final class Allowed {
        CompletionStage<Void> stage(CompletionStage<String> stage, Executor executor) {
            return stage.thenAcceptAsync(text -> {}, executor);
        }

        Instant instant(Clock clock) {
            return Instant.now(clock);
        }

        Random random(long seed) {
            return new Random(seed);
        }

        int next(RandomGenerator generator) {
            return generator.nextInt();
        }
    }
}
