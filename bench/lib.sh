# For bench/run and bench/compare: where things are, and the build. The caller has set $self and $name.

# the directory of the script, behind any symbolic links to it
while [ -L "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname "$self")/$link ;;
    esac
done
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
root=$(dirname "$here")
jar=$here/target/benchmarks.jar

say() {
    printf '%s: %s\n' "$name" "$*" >&2
}

# A directory is newer when a file in it came, went or was renamed.
is_stale() {
    [ -f "$jar" ] || return 0
    for module in hal tcp-lite board-sim bench; do
        [ -z "$(find "$root/$module/pom.xml" "$root/$module/src/main" -newer "$jar" -print 2>/dev/null | head -n 1)" ] || return 0
    done
    [ -n "$(find "$root/pom.xml" "$root/build" -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

build() {
    if ! command -v mvn >/dev/null 2>&1; then
        say 'the benchmarks are not built and Maven (mvn) is not on the PATH; install Maven 3.8 or later'
        exit 1
    fi
    say 'building (the first time takes a minute or two) ...'
    mkdir -p "$here/target"
    : >"$here/target/started"
    if ! (cd "$root" && mvn -q -B -pl bench -am -DskipTests package) </dev/null >"$here/target/build.log" 2>&1; then
        cat "$here/target/build.log" >&2
        say 'the build failed; its log is above'
        exit 1
    fi
    # what was edited during the build is newer than the build
    touch -r "$here/target/started" "$jar"
}

! is_stale || build

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
