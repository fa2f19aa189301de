package io.github.insiderwebpush.test;

import java.net.URI;
import java.util.List;

import com.github.tomakehurst.wiremock.common.BinaryFile;
import com.github.tomakehurst.wiremock.common.FileSource;
import com.github.tomakehurst.wiremock.common.TextFile;

/**
 * An empty folder that cannot be written to. WireMock would otherwise read stubs from
 * {@code src/test/resources}, which are the application's.
 */
final class NoFiles implements FileSource {

	@Override
	public BinaryFile getBinaryFileNamed(String name) {
		throw none();
	}

	@Override
	public TextFile getTextFileNamed(String name) {
		throw none();
	}

	@Override
	public void createIfNecessary() {
	}

	@Override
	public FileSource child(String subDirectoryName) {
		return this;
	}

	@Override
	public String getPath() {
		return "";
	}

	@Override
	public URI getUri() {
		throw none();
	}

	@Override
	public List<TextFile> listFilesRecursively() {
		return List.of();
	}

	@Override
	public void writeTextFile(String name, String contents) {
		throw none();
	}

	@Override
	public void writeBinaryFile(String name, byte[] contents) {
		throw none();
	}

	@Override
	public boolean exists() {
		return false;
	}

	@Override
	public void deleteFile(String name) {
		throw none();
	}

	private static UnsupportedOperationException none() {
		return new UnsupportedOperationException("The sandbox has no files");
	}

}
