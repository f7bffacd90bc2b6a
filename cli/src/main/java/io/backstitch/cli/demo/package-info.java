/**
 * The demo and its judge. In go the simulator's {@link io.backstitch.sandbox.shoppers.Truth}, what
 * the receiver holds ({@link io.backstitch.cli.demo.World}) and the receipts and dead letters of
 * the run; out comes for each promise whether it held, with counts and the first exceptions in
 * words ({@link io.backstitch.cli.demo.Promises}), and the tables for the terminal ({@link
 * io.backstitch.cli.demo.DemoReport}). Judging reads nothing else and has no effects.
 */
package io.backstitch.cli.demo;
