package io.backstitch.pipeline.identity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests on a staircase with the usual settings share; each test has its own. */
abstract class OnStairs {
    final Shopper shopper = new Shopper();
    Staircase stairs;

    @BeforeEach
    void open() throws Exception {
        stairs = new Staircase();
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }
}
