#!/usr/bin/env bash
# All tests as tests/run.sh runs them, with ten minutes of random patterns for the guardrails' engine.
export LLMPROXY_FUZZ_SECONDS=${LLMPROXY_FUZZ_SECONDS:-600}
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" "$@"
