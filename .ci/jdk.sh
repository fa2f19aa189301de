# Functions to find a JDK; to be sourced.

# Prints the major version of the JDK in a folder, or nothing.
major_version() {
	if [[ -x "$1/bin/javac" ]]; then
		"$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
	fi
}

# Prints the folder of a JDK of that major version: the one in use if it is, else the first among those installed.
find_jdk() {
	local candidate on_path
	on_path="$(command -v javac || true)"
	for candidate in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" /usr/lib/jvm/*; do
		if [[ -n "$candidate" && "$(major_version "$candidate")" == "$1" ]]; then
			echo "$candidate"
			return
		fi
	done
}
