package io.github.insiderwebpush.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/properties.md} to the metadata that an editor reads too. With
 * {@code -Ddocs.write=true} the page is written again.
 */
class PropertyReferenceTests {

	private static final Path PAGE = Path.of("../docs/properties.md");

	private static final String HEAD = """
			# Properties

			Generated from the configuration metadata, which an editor reads too; do not edit. After a change of the properties:

			```sh
			mvn -pl webpush-spring-boot-autoconfigure test -Dtest=PropertyReferenceTests -Ddocs.write=true
			```

			| property | type | default | |
			|---|---|---|---|
			""";

	@Test
	void pageIsWhatTheMetadataSays() throws IOException {
		String page = page();
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).content().isEqualTo(page);
	}

	private static String page() throws IOException {
		JsonNode metadata = new JsonMapper()
			.readTree(Path.of("target/classes/META-INF/spring-configuration-metadata.json").toFile());
		List<String> rows = new ArrayList<>();
		metadata.path("properties")
			.forEach((property) -> rows.add("| `%s` | %s | %s | %s |\n".formatted(property.path("name").stringValue(),
					type(property.path("type").stringValue()), code(property.path("defaultValue").asString("")),
					property.path("description").stringValue())));
		rows.sort(null);
		assertThat(rows).isNotEmpty();
		return HEAD + String.join("", rows);
	}

	private static String type(String type) {
		if (type.contains("<")) {
			return type.startsWith("java.util.Set") ? "set" : "map";
		}
		String name = ClassUtils.getShortName(type);
		try {
			Class<?> candidate = ClassUtils.forName(type, null);
			if (candidate.isEnum()) {
				List<String> constants = new ArrayList<>();
				for (Object constant : candidate.getEnumConstants()) {
					constants.add("`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`");
				}
				return String.join(", ", constants);
			}
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
		return name;
	}

	private static String code(String value) {
		return value.isEmpty() ? "–" : "`" + value + "`";
	}

}
