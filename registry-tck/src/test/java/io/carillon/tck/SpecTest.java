package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
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
        List<String> without = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.carillon.tck")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Test.class) && !method.isAnnotatedWith(Rule.class))
                        .map(method -> method.getFullName())
                        .toList();
        assertThat(without).isEmpty();
    }

    @Test
    void everyRuleSaysWhetherItBindsAndIsOneLine() {
        List<String> stated = Spec.text()
                .substring(0, Spec.text().indexOf("## Rules without"))
                .lines()
                .filter(line -> line.matches("\\| [A-Z]{2}-\\d.*"))
                .toList();
        assertThat(stated)
                .hasSameSizeAs(Spec.rules())
                .allSatisfy(
                        line -> assertThat(line).matches("\\| [A-Z]{2}-\\d+\\.\\d+ \\| (MUST|MAY) \\| .+ \\| .+ \\|"));
    }
}
