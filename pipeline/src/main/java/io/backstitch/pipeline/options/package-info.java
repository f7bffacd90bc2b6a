/**
 * How options are read: {@link io.backstitch.pipeline.options.OptionReader}. Knows no option
 * itself.
 */
package io.backstitch.pipeline.options;
