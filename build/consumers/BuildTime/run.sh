# What weaving 1,000 methods adds to a build, as the median of five builds each way, by turns.
for type in {1..100}; do
  echo "namespace Shop { public class Orders$type {"
  for method in {1..5}; do
    echo "public int Price$method(string item, int count) { var sum = 0; foreach (var character in item) { sum += character * count; } return sum > 0 ? sum : throw new System.ArgumentException(item); }"
    echo "public async System.Threading.Tasks.Task<int> Total${method}Async(string item, int count) { await System.Threading.Tasks.Task.Yield(); return Price$method(item, count) + count; }"
  done
  echo "}}"
done > Orders.cs
dotnet restore -v:q

seconds() {
  local started=$EPOCHREALTIME
  dotnet build --no-restore --no-incremental -v:m "$@" > build.log
  echo "$EPOCHREALTIME $started" | awk '{ print $1 - $2 }'
}

seconds > /dev/null
grep 'MLflow.Tracing: wove 1000 methods in 100 types' build.log
for build in {1..5}; do
  seconds >> woven
  seconds -p:DisableFody=true >> plain
done

median() { sort -n "$1" | sed -n 3p; }

echo "$(median woven) $(median plain)" | awk '{ printf "%.2f s woven, %.2f s without Fody: %.2f times, %+.2f s\n", $1, $2, $1 / $2, $1 - $2 }' > note
