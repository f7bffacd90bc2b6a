/**
 * Asks questions, written as Flink SQL, of topics as they are now. In: {@code .sql} files and
 * addresses. Out: the results of their queries on standard output. {@link
 * io.backstitch.sql.SqlRunner} is a process of its own, started by {@code ./backstitch sql}.
 */
package io.backstitch.sql;
