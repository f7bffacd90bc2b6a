package io.backstitch.sandbox.customerio;

/**
 * An operation that was answered with success.
 *
 * @param operation what to do
 * @param seq acceptance number
 * @param at the workspace's time of acceptance, Unix seconds
 * @param ticket the request it came in
 */
record Accepted(Operation operation, long seq, long at, Ticket ticket) {}
