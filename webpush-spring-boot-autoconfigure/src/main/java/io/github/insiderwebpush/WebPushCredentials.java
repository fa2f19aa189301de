package io.github.insiderwebpush;

/**
 * Token and partner ID of an account. Read for every request, so that an implementation
 * can rotate the token.
 *
 * @since 0.1.0
 */
public interface WebPushCredentials {

	/**
	 * Return the API key, made in the panel under InOne Settings &gt; Integration
	 * Settings. It goes into the {@code Authorization} header and nowhere else.
	 * @return the token, visible ASCII characters only
	 */
	String token();

	/**
	 * Return the partner ID, shown in the panel under InOne Settings &gt; Account
	 * Settings. It goes into the body of every request, as a JSON string.
	 * @return the partner ID
	 */
	String partnerId();

}
