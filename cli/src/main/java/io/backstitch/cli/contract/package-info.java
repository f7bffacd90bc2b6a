/**
 * {@code backstitch contract}: judges a change of the data contract, explains the contract, shows
 * what another one would do to a sample, and takes over a data plan. What comes in: directories of
 * schemas, a schema registry, files; what goes out: text, pages, a directory of schemas.
 */
package io.backstitch.cli.contract;
