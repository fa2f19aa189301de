package io.github.insiderwebpush.client;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.DigestUtils;

/**
 * Writes the seeds of fuzz tests to folders, for {@code .ci/fuzz}.
 */
final class FuzzSeeds {

	private FuzzSeeds() {
	}

	/**
	 * Write seeds.
	 * @param args names of classes, each with a folder after it
	 */
	public static void main(String[] args) throws Exception {
		for (int i = 0; i < args.length; i += 2) {
			Method seeds = Class.forName(args[i]).getDeclaredMethod("seeds");
			seeds.setAccessible(true);
			Path folder = Files.createDirectories(Path.of(args[i + 1]));
			for (Object seed : (List<?>) seeds.invoke(null)) {
				Files.write(folder.resolve(DigestUtils.md5DigestAsHex((byte[]) seed)), (byte[]) seed);
			}
		}
	}

}
