package io.github.insiderwebpush.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ApiResponseTests {

	private static final int LIMIT = WebPushRequestFactory.MAX_BODY_LENGTH;

	@Test
	void bodyIsReadUpToTheLimitAndNotFurther() throws IOException {
		ApiResponse whole = read(new byte[LIMIT]);
		assertThat(whole.body()).hasSize(LIMIT);
		assertThat(whole.broken()).isNull();
		assertThat(read(new byte[LIMIT + 1]).broken()).isInstanceOf(ResponseTooLongException.class)
			.hasMessage("The response is longer than 4194304 bytes and was not read further");
	}

	@Test
	void whatWasReadBeforeTheBodyBrokeOffIsKept() throws IOException {
		IOException reset = new IOException("reset");
		ApiResponse response = readUntil(reset, new byte[] { 1, 2, 3 });
		assertThat(response.body()).containsExactly(1, 2, 3);
		assertThat(response.broken()).isSameAs(reset);
	}

	@Test
	void packedBodyThatTheConnectionCutsIsNotTakenForADamagedOne() throws IOException {
		IOException reset = new IOException("reset");
		byte[] packed = gzip(new byte[100]);
		for (int length = 2; length < packed.length; length++) {
			assertThat(readUntil(reset, Arrays.copyOf(packed, length)).broken()).isSameAs(reset);
		}
	}

	@Test
	void packedBodyIsUnpackedWhateverItsHeaderSays() throws IOException {
		assertThat(new String(read(gzip("{\"success\": true}".getBytes(StandardCharsets.UTF_8))).body(),
				StandardCharsets.UTF_8))
			.isEqualTo("{\"success\": true}");
		MockClientHttpResponse plain = new MockClientHttpResponse("{}".getBytes(StandardCharsets.UTF_8), HttpStatus.OK);
		plain.getHeaders().set("Content-Encoding", "gzip");
		assertThat(ApiResponse.read(plain, new TokenRedactor("any-token")).body()).asString().isEqualTo("{}");
	}

	@Test
	void packedBodyIsUnpackedUpToTheLimitOnly() throws IOException {
		byte[] packed = gzip(new byte[50 * LIMIT]);
		assertThat(packed).hasSizeLessThan(LIMIT);
		assertThat(read(packed).broken()).isInstanceOf(ResponseTooLongException.class);
	}

	@Test
	void packedBodyThatIsDamagedIsBroken() throws IOException {
		byte[] packed = gzip(new byte[100]);
		for (int length = 2; length < packed.length; length++) {
			assertThat(read(Arrays.copyOf(packed, length)).broken()).isInstanceOf(ZipException.class)
				.hasMessage("The response cannot be unpacked");
		}
		packed[packed.length - 5]++;
		assertThat(read(packed).broken()).isInstanceOf(ZipException.class).hasRootCauseMessage("Corrupt GZIP trailer");
	}

	private static ApiResponse readUntil(IOException failure, byte[] sent) throws IOException {
		InputStream body = new SequenceInputStream(new ByteArrayInputStream(sent), new InputStream() {

			@Override
			public int read() throws IOException {
				throw failure;
			}

		});
		return ApiResponse.read(new MockClientHttpResponse(body, HttpStatus.OK), new TokenRedactor("any-token"));
	}

	private static ApiResponse read(byte[] body) throws IOException {
		return ApiResponse.read(new MockClientHttpResponse(body, HttpStatus.OK), new TokenRedactor("any-token"));
	}

	private static byte[] gzip(byte[] body) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
			stream.write(body);
		}
		return packed.toByteArray();
	}

}
