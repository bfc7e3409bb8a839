#!/usr/bin/env bash
# Sends every PDF of a folder to the sample service at once and breaks things meanwhile.
# usage: sample-app/demo.sh FOLDER        (after: mvn -q -DskipTests package)
# Needs a JDK and nothing else; ends within 5 minutes; exit code 0 if the service lived through it.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

if [[ $# -ne 1 || ! -d $1 ]]; then
	echo "usage: $0 FOLDER    (a folder with PDF files)" >&2
	exit 2
fi
if [[ ! -f $here/target/sample-app.jar ]]; then
	echo "$here/target/sample-app.jar is not there; make it with: mvn -q -DskipTests package" >&2
	exit 2
fi

classes="$(mktemp -d)"
trap 'rm -rf "$classes"' EXIT
"${java}c" -d "$classes" "$here"/demo/*.java
"$java" -XX:TieredStopAtLevel=1 -cp "$classes" Demo "$here/target/sample-app.jar" "$1"
