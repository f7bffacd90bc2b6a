/**
 * A reference model of what the pipeline must come to: small, slow, plain Java, and not a line of
 * the pipeline in it. Property tests compare the two.
 */
package io.backstitch.model;
