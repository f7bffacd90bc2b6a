package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonMaskTest {
    @Test
    void idsAreClearAndEverythingElseIsAHashBehindItsKind() {
        PersonMask mask = new PersonMask("key");
        assertThat(mask.show("id:7")).isEqualTo("id:7");
        assertThat(mask.show("email:a@b.c")).matches("email:[0-9a-f]{32}");
        assertThat(mask.show("anonymous_id:d")).matches("anonymous_id:[0-9a-f]{32}");
    }

    @Test
    void idsThatAreAddressesOrNumbersAreHashedToo() {
        PersonMask mask = new PersonMask("key");
        assertThat(mask.show("id:+4915112345678")).matches("id:[0-9a-f]{32}");
        assertThat(mask.show("id:a@b.c")).matches("id:[0-9a-f]{32}");
        assertThat(mask.show("id:+7-loyal")).isEqualTo("id:+7-loyal");
        assertThat(mask.show("id:4915112345678")).isEqualTo("id:4915112345678");
    }

    @Test
    void onePersonLooksTheSameEverywhereButNotUnderAnotherKey() {
        String shown = new PersonMask("key").show("email:a@b.c");
        assertThat(new PersonMask("key").show("email:a@b.c")).isEqualTo(shown);
        assertThat(new PersonMask("other").show("email:a@b.c")).isNotEqualTo(shown);
        assertThat(new PersonMask(null).show("email:a@b.c")).isNotEqualTo(shown);
    }
}
