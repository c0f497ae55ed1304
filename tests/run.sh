#!/usr/bin/env bash
# Runs every test of the project: xunit, WireMock behind the gateway, and the JavaScript SDKs before it.
#
# Needs the .NET 10 SDK. Java 17 and Node 18 or later come from the distribution's packages when they are missing, and the
# npm packages from the lock files. The last line is `N passed, N failed`, over all suites; the exit code is 1 when
# anything failed. What is built stays in bin/, obj/ and node_modules/; results go to a temporary folder.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
configuration=Release
results=$(mktemp -d "${TMPDIR:-/tmp}/llmproxy-tests.XXXXXX")
trap 'rm -rf "$results"' EXIT
passed=0
failed=0

# Nothing may stay behind: no build server, no compiler server.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export UseSharedCompilation=false

say() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

finish() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [[ $failed -eq 0 && $passed -gt 0 ]]
    exit
}

# Something that the tests need could not be had: one failure, and no more can be run.
give_up() {
    printf 'error: %s\n' "$1" >&2
    failed=$((failed + 1))
    finish
}

# Adds a suite's figures. A suite that ended badly without a failed test still counts as one failure.
count() {
    local name=$1 ok=$2 bad=$3 code=$4
    [[ $code -ne 0 && $bad -eq 0 ]] && bad=1 && echo "$name ended with exit code $code."
    passed=$((passed + ok))
    failed=$((failed + bad))
    echo "$name: $ok passed, $bad failed"
}

apt_install() {
    local sudo=()
    command -v apt-get > /dev/null || give_up "$1 is missing, and there is no apt-get to install it with. Install it by hand."
    if [[ $EUID -ne 0 ]]; then
        sudo -n true 2> /dev/null || give_up "$1 is missing. Install it, or run this as root or with sudo that asks for no password."
        sudo=(sudo -n)
    fi
    say "Installing $1"
    "${sudo[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update < /dev/null
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "$1" < /dev/null > /dev/null || give_up "apt-get could not install $1."
}

major_of_node() { node --version 2> /dev/null | sed -E 's/^v([0-9]+).*/\1/'; }
major_of_java() { java -version 2>&1 | sed -nE '1s/.*version "([0-9]+).*/\1/p'; }

need_tools() {
    [[ $(dotnet --version 2> /dev/null) == 10.* ]] || give_up "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download"
    [[ $(major_of_java) -ge 17 ]] || apt_install openjdk-17-jre-headless
    [[ $(major_of_node) -ge 18 ]] || apt_install nodejs
    command -v npm > /dev/null || apt_install npm
    [[ $(major_of_java) -ge 17 ]] || give_up "Java 17 or later is needed on the PATH; 'java -version' says $(java -version 2>&1 | head -1)."
    [[ $(major_of_node) -ge 18 ]] || give_up "Node 18 or later is needed on the PATH; 'node --version' says $(node --version 2>&1)."
}

# npm ci empties node_modules first, so it runs only when the lock file is not the one that was installed.
npm_packages() {
    local folder=$1 stamp=$1/node_modules/.installed sum
    sum=$(sha256sum < "$folder/package-lock.json")
    [[ -f $stamp && $(< "$stamp") == "$sum" ]] && return
    say "npm ci in $folder"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error < /dev/null) || give_up "npm ci failed in $folder."
    echo "$sum" > "$stamp"
}

build() {
    say "Restore and build ($configuration)"
    dotnet restore LlmProxy.sln --locked-mode --verbosity quiet < /dev/null || give_up "The restore failed."
    dotnet build LlmProxy.sln --no-restore --configuration "$configuration" --verbosity quiet < /dev/null || give_up "The build failed."
}

# The sum of one counter over the result files of a folder; a crashed test host can leave none.
counter() { cat "$1"/*.trx 2> /dev/null | grep -o '<Counters [^>]*' | grep -oE " $2=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'; }

# Tests of 10 s or more, so that a slow run shows where the time went.
name_slow_tests() {
    cat "$1"/*.trx 2> /dev/null | grep -o '<UnitTestResult [^>]*' | grep -vE ' duration="00:00:0' |
        sed -nE 's/.* testName="([^"]*)".* duration="([0-9:]+).*/slow: \2 \1/p'
}

dotnet_suite() {
    local project=$1 name code into
    name=$(basename "$project" .csproj)
    into=$results/$name
    say "$name"
    dotnet test "$project" --no-build --configuration "$configuration" --verbosity quiet \
        --results-directory "$into" --logger "trx;LogFilePrefix=$name" --logger "console;verbosity=minimal" < /dev/null
    code=$?
    name_slow_tests "$into"
    count "$name" "$(counter "$into" passed)" "$(($(counter "$into" total) - $(counter "$into" passed) - $(counter "$into" notExecuted)))" "$code"
}

# Texts and ids of the reference encoder, new ones in every run; the first line of the file has the seed.
token_vectors() {
    say "Texts and ids of npm tiktoken"
    node tests/sdk/tokens/generate.mjs "$results/tokens.jsonl" < /dev/null || give_up "tests/sdk/tokens/generate.mjs failed."
    head -1 "$results/tokens.jsonl"
    export LLMPROXY_TOKEN_VECTORS=$results/tokens.jsonl
}

tap_counter() { sed -nE "s/^# $1 ([0-9]+)\$/\1/p" "$results/sdk.tap" 2> /dev/null | tail -1 | grep . || echo 0; }

sdk_suite() {
    local code
    say "JavaScript SDKs"
    (cd tests/sdk && LLMPROXY_BUILD=$configuration LLMPROXY_TAP=$results/sdk.tap node run.js < /dev/null)
    code=$?
    count "JavaScript SDKs" "$(tap_counter pass)" "$(($(tap_counter fail) + $(tap_counter cancelled)))" "$code"
}

need_tools
# Two runs on one checkout build once; their tests then run side by side.
mkdir -p .cache && exec 9> .cache/tests.lock && flock 9
npm_packages tests/wiremock
npm_packages tests/sdk
build
flock -u 9
exec 9>&-

jars=(tests/wiremock/node_modules/wiremock/build/wiremock-standalone-*.jar)
export LLMPROXY_WIREMOCK_JAR=$root/${jars[0]}
# New random patterns for the guardrails' engine for that long, beside the other tests; a failure tells its seed.
export LLMPROXY_FUZZ_SECONDS=${LLMPROXY_FUZZ_SECONDS:-20}
token_vectors
for project in tests/*/*.csproj; do dotnet_suite "$project"; done
sdk_suite
say "Done"
finish
