/**
 * The command line. {@link io.backstitch.cli.Main} is what {@code ./backstitch} starts: arguments
 * in, exit code out. One class per command; each returns one of {@link
 * io.backstitch.cli.ExitCodes}. Errors are sentences for people: a stack trace is printed only with
 * {@code BACKSTITCH_DEBUG=1} in the environment.
 */
package io.backstitch.cli;
