# Sourced by ./backstitch, ./mvnw and .ci/run: finds a JDK 17 or newer and exports JAVA_HOME.
# POSIX sh. Order: a valid JAVA_HOME, the javac on PATH, the usual folders (17, then 21, then any).

# Prints the feature version (17, 21, ...) of the JDK in folder $1; nothing if it is not a JDK.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
    jdk_v=
    if [ -r "$1/release" ]; then
        jdk_v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$jdk_v" ]; then
        jdk_v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    fi
    [ -n "$jdk_v" ] && echo "$jdk_v"
}

jdk_fits() {
    jdk_have=$(jdk_version "$1") && [ "$jdk_have" -ge 17 ] 2>/dev/null
}

# Where to look beyond PATH. JDK_FOLDERS replaces the list (tests).
jdk_folders() {
    if [ -n "${JDK_FOLDERS+set}" ]; then
        for jdk_d in $JDK_FOLDERS; do echo "$jdk_d"; done
        return
    fi
    for jdk_d in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
        [ -d "$jdk_d" ] && echo "$jdk_d"
    done
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ]; then
        if jdk_fits "$JAVA_HOME"; then
            export JAVA_HOME
            return 0
        fi
        echo "note: JAVA_HOME=$JAVA_HOME is not a JDK 17 or newer; ignored." >&2
        unset JAVA_HOME
    fi
    jdk_javac=$(command -v javac 2>/dev/null)
    if [ -n "$jdk_javac" ]; then
        jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || echo "$jdk_javac")
        jdk_home=$(dirname "$(dirname "$jdk_javac")")
        if jdk_fits "$jdk_home"; then
            export JAVA_HOME="$jdk_home"
            return 0
        fi
    fi
    jdk_best=
    jdk_rank=999
    jdk_list=$(jdk_folders)
    jdk_ifs=$IFS
    IFS='
'
    for jdk_d in $jdk_list; do
        jdk_fits "$jdk_d" || continue
        case $jdk_have in 17) jdk_r=1 ;; 21) jdk_r=2 ;; *) jdk_r=$jdk_have ;; esac
        if [ "$jdk_r" -lt "$jdk_rank" ]; then
            jdk_rank=$jdk_r
            jdk_best=$jdk_d
        fi
    done
    IFS=$jdk_ifs
    if [ -n "$jdk_best" ]; then
        export JAVA_HOME="$jdk_best"
        return 0
    fi
    if command -v java >/dev/null 2>&1; then
        echo "Backstitch builds itself, so it needs a JDK 17 or newer; here is only $(command -v java)," >&2
        echo "which is a Java runtime without the compiler, or too old." >&2
    else
        echo "Backstitch needs a JDK 17 or newer; no Java was found." >&2
    fi
    echo "  Debian, Ubuntu: sudo apt-get install openjdk-17-jdk-headless" >&2
    echo "  Fedora, RHEL:   sudo dnf install java-17-openjdk-devel" >&2
    echo "  macOS:          brew install openjdk@17" >&2
    echo "Installed elsewhere? Point JAVA_HOME at its folder (the one that holds bin/javac)." >&2
    return 1
}
