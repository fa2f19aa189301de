package io.github.insiderwebpush.console.upload;

/**
 * What is wrong with a row of a file.
 *
 * @param line the line in the file that the row begins at, from 1
 * @param reason the field and the rule it breaks
 */
public record RowProblem(long line, String reason) {
}
