package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No rule without a test or a reason, no test without a rule. */
class SpecTest {

    @Test
    void everyRuleHasATestOrAReasonWhyItHasNoneAndNotBoth() {
        Set<String> accounted = new HashSet<>(Spec.tested());
        assertThat(Spec.untested()).doesNotContainAnyElementsOf(accounted).doesNotHaveDuplicates();
        accounted.addAll(Spec.untested());
        assertThat(Spec.rules()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(accounted).containsExactlyInAnyOrderElementsOf(Spec.rules());
    }

    @Test
    void everyTestCarriesARule() {
        assertThat(Spec.tests()).isNotEmpty().allMatch(test -> test.isAnnotationPresent(Rule.class));
    }

    @Test
    void everyRuleSaysWhetherItBindsAndWhyInOneLine() {
        assertThat(Spec.stated().lines().filter(line -> line.matches("\\| [A-Z]{2}-\\d.*")))
                .hasSameSizeAs(Spec.rules())
                .allSatisfy(
                        line -> assertThat(line).matches("\\| [A-Z]{2}-\\d+\\.\\d+ \\| (MUST|MAY) \\| .+ \\| .+ \\|"));
    }
}
