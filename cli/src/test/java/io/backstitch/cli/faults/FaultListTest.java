package io.backstitch.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.job.JobOptions.Sabotage;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultListTest {
    @Test
    void namesAreDistinctWords() {
        assertThat(FaultList.all())
                .extracting(Fault::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]{3,20}"));
    }

    @Test
    void everyFaultHasAPlaceOfItsOwn() {
        assertThat(FaultList.all()).extracting(FaultList::numberOf).doesNotHaveDuplicates();
    }

    @Test
    void theShortFormIsAPartOfTheWhole() {
        assertThat(chosen(true)).isSubsetOf(chosen(false)).hasSizeLessThan(chosen(false).size());
        assertThat(chosen(false)).hasSameSizeAs(FaultList.all());
    }

    @Test
    void whatIsAskedForIsTakenAlsoInTheShortForm() {
        assertThat(
                        FaultList.chosen(
                                new FaultsOptions(1, true, List.of("redirects"), Sabotage.NONE)))
                .extracting(Fault::name)
                .containsExactly("redirects");
    }

    private static List<String> chosen(boolean shortForm) {
        return FaultList.chosen(new FaultsOptions(1, shortForm, List.of(), Sabotage.NONE)).stream()
                .map(Fault::name)
                .toList();
    }
}
