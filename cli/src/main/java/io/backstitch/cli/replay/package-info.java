/**
 * {@code ./backstitch replay}: writes selected dead letters to the topics they came from again.
 *
 * <p>In: the dead-letter topic. Out: a table, never a payload; and with {@code --yes} records with
 * the header {@code backstitch-replay}.
 */
package io.backstitch.cli.replay;
