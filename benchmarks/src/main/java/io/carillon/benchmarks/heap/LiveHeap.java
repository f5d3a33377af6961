package io.carillon.benchmarks.heap;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/** What lives on the heap after a full collection, by class: exact, as the JVM's own histogram (jcmd GC.class_histogram) counts it. */
final class LiveHeap {
    private final Map<String, Long> bytes = new LinkedHashMap<>();

    private LiveHeap() {}

    static LiveHeap now() {
        LiveHeap heap = new LiveHeap();
        histogram().lines().map(String::strip).map(line -> line.split("\\s+")).forEach(heap::add);
        return heap;
    }

    /** A line is: rank, instances, bytes, class, and perhaps its module. */
    private void add(String[] columns) {
        if (columns.length >= 4 && columns[0].endsWith(":")) {
            bytes.merge(columns[3], Long.parseLong(columns[2]), Long::sum);
        }
    }

    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What has come since, by class. */
    Map<String, Long> since(LiveHeap before) {
        Map<String, Long> grown = new LinkedHashMap<>(bytes);
        before.bytes.forEach((type, size) -> grown.merge(type, -size, Long::sum));
        return grown;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this JVM gives no class histogram", e);
        }
    }
}
