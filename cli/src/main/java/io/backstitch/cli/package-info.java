/** The commands behind {@code ./backstitch}. */
package io.backstitch.cli;
