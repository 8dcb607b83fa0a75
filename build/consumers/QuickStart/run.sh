# What a newcomer types after docs/quickstart.md, in an empty folder, leads to the trace that the page shows.
unset MLFLOW_TRACKING_URI

# All shell of the page but the first block, which makes the packages and registers their feed.
awk '/^```sh$/ { block++; inside = 1; next } /^```/ { inside = 0 } inside && block > 1' "$REPOSITORY/docs/quickstart.md" | sed "s/0\.1\.0-local/$MLFLOW_TRACING_VERSION/" > typed.sh
bash -euo pipefail typed.sh | tee typed.log
grep -F 'MLflow.Tracing: wove 2 methods in 1 type, skipped 0' typed.log
grep -F "4 facts about 'Where is my parcel?'" typed.log
grep -E '^└─ AnswerAsync  AGENT' typed.log
grep -E '^   └─ SearchAsync  AGENT' typed.log
grep -F 'out   ["Where","is","my","parcel?"]' typed.log
