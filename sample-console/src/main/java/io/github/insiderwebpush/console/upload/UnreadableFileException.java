package io.github.insiderwebpush.console.upload;

/**
 * A file that cannot be read as campaigns. The message is shown to the person who
 * uploaded it.
 */
final class UnreadableFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean encodingUnknown;

	UnreadableFileException(String message) {
		this(message, false);
	}

	private UnreadableFileException(String message, boolean encodingUnknown) {
		super(message);
		this.encodingUnknown = encodingUnknown;
	}

	static UnreadableFileException encodingUnknown() {
		return new UnreadableFileException(
				"The file is not in Unicode (UTF-8), so letters such as ğ or ü would be wrong. Choose its encoding below, or save it as \"CSV UTF-8\".",
				true);
	}

	boolean isEncodingUnknown() {
		return this.encodingUnknown;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
