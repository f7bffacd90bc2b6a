/**
 * {@code backstitch audit}: adds up what the job's operators say of the input events they received,
 * and names every difference. What comes in: the audit topic; what goes out: a table.
 */
package io.backstitch.cli.audit;
