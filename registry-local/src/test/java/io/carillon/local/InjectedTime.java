package io.carillon.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Time, threads, identifiers and chance come in through {@link HubRuntime}, so that a whole cluster runs on one thread
 * from a seed. Calls and method references alike are seen.
 */
final class InjectedTime {
    private static final Set<String> SYSTEM = Set.of("nanoTime", "currentTimeMillis");
    private static final Set<String> PARKS = Set.of("parkNanos", "parkUntil");
    private static final Set<String> FUTURE = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");
    private static final Set<String> THREAD =
            Set.of("<init>", "sleep", "startVirtualThread", "ofVirtual", "ofPlatform");

    static final ArchRule RULE = noClasses()
            .that(describe("are not SystemRuntime", type -> !isSystemRuntime(type)))
            .should()
            .accessTargetWhere(usesAnAmbientSource())
            .because("time, threads, identifiers and chance are injected: ask HubRuntime");

    private InjectedTime() {}

    private static boolean isSystemRuntime(JavaClass type) {
        String name = type.getFullName();
        return name.equals("io.carillon.local.SystemRuntime") || name.startsWith("io.carillon.local.SystemRuntime$");
    }

    private static DescribedPredicate<JavaAccess<?>> usesAnAmbientSource() {
        return describe(
                "is a clock, a timer, a thread, an identifier or a random number of its own",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target
                        && (readsTime(target) || takesAThread(target) || takesChance(target)));
    }

    private static boolean readsTime(CodeUnitAccessTarget target) {
        return is(target, System.class, SYSTEM)
                || is(target, LockSupport.class, PARKS)
                || is(target, TimeUnit.class, Set.of("sleep"))
                || is(target, Calendar.class, Set.of("getInstance"))
                || (is(target, Date.class, Set.of("<init>")) && hasNoParameters(target))
                || (is(target, Clock.class) && (starts(target, "system") || starts(target, "tick")))
                || (target.getOwner().getPackageName().startsWith("java.time")
                        && target.getName().equals("now")
                        && !takes(target, Clock.class));
    }

    private static boolean takesAThread(CodeUnitAccessTarget target) {
        return is(target, Thread.class, THREAD)
                || is(target, Timer.class, Set.of("<init>"))
                || is(target, Executors.class)
                || is(target, ThreadPoolExecutor.class, Set.of("<init>"))
                || is(target, ForkJoinPool.class, Set.of("<init>", "commonPool"))
                || is(target, CompletableFuture.class, FUTURE)
                || (is(target, CompletionStage.class)
                        && target.getName().endsWith("Async")
                        && !takes(target, Executor.class));
    }

    private static boolean takesChance(CodeUnitAccessTarget target) {
        return is(target, UUID.class, Set.of("randomUUID"))
                || is(target, Math.class, Set.of("random"))
                || is(target, SecureRandom.class)
                || is(target, ThreadLocalRandom.class)
                || (is(target, Random.class, Set.of("<init>")) && hasNoParameters(target))
                || (is(target, SplittableRandom.class, Set.of("<init>")) && hasNoParameters(target))
                || target.getOwner().getName().equals("java.util.random.RandomGeneratorFactory")
                || is(target, RandomGenerator.class, Set.of("of", "getDefault"));
    }

    private static boolean is(AccessTarget target, Class<?> owner) {
        return target.getOwner().isAssignableTo(owner);
    }

    private static boolean is(AccessTarget target, Class<?> owner, Set<String> names) {
        return is(target, owner) && names.contains(target.getName());
    }

    private static boolean starts(AccessTarget target, String prefix) {
        return target.getName().startsWith(prefix);
    }

    private static boolean hasNoParameters(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().isEmpty();
    }

    private static boolean takes(CodeUnitAccessTarget target, Class<?> type) {
        return target.getRawParameterTypes().stream().anyMatch(parameter -> parameter.isAssignableTo(type));
    }
}
