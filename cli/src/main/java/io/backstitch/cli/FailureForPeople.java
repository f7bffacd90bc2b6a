package io.backstitch.cli;

import picocli.CommandLine;

/**
 * Turns a command's exception into lines that say what is wrong: its message and those of its
 * causes, without class names where a message exists. {@code BACKSTITCH_DEBUG=1} adds the trace.
 */
final class FailureForPeople implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
            Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println("error: " + describe(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            line.getErr().println("  because: " + describe(cause));
        }
        if ("1".equals(System.getenv("BACKSTITCH_DEBUG"))) {
            failure.printStackTrace(line.getErr());
        } else {
            line.getErr().println("  (BACKSTITCH_DEBUG=1 shows where" + log() + ")");
        }
        return ExitCodes.FAILED;
    }

    private static String log() {
        String file = System.getProperty("backstitch.log.file");
        return file == null ? "" : "; log: " + file;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
