/**
 * Runs a file of Flink SQL once over topics as they are now. In: a {@code .sql} file and addresses.
 * Out: the result of its queries as tables on standard output. {@link io.backstitch.sql.SqlRunner}
 * is a process of its own, started by {@code ./backstitch sql}.
 */
package io.backstitch.sql;
