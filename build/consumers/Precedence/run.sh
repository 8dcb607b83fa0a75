# Who configures the weaver: nobody, the solution's file, the project's, properties; what adds up, and who wins.
# Woven are at most Price (of namespace Shop) and Count (of Stock).
app=App/bin/Debug/net10.0/App.dll

configure() {
  if [[ -z $2 ]]; then
    rm -f "$1"
  else
    echo "<Weavers>$2</Weavers>" > "$1"
  fi
}

# expect METHODS DESTINATION [OPTIONS]: of a build with the files as they are.
expect() {
  local methods=$1 destination=$2 inspected actual
  shift 2
  dotnet build App -v:q --no-incremental "$@"
  inspected=$(mlflow-tracing inspect "$app" --json)
  actual=$(grep -oE '"spanName": "\w+"' <<< "$inspected" | cut -d'"' -f4 | sort | xargs || true)
  [[ $actual == "$methods" ]] || { echo "Woven are '$actual', not '$methods': $*"; return 1; }
  actual=$(grep -oE '"trackingUri": "[^"]+"' <<< "$inspected" | cut -d'"' -f4 || true)
  [[ $actual == "$destination" ]] || { echo "Traces go to '$actual', not '$destination': $*"; return 1; }
}

solution() { configure FodyWeavers.xml "${1:-}"; }
project() { configure App/FodyWeavers.xml "${1:-}"; }
shop="<Include Namespace='Shop.**' />"
stock="<Include Namespace='Stock.**' />"

# No file.
expect '' ''
expect 'Price' 'file:property' -p:MLflowTracingNamespace='Shop.**' -p:MLflowTrackingUri=file:property

# The project's file, without our element, ...
project '<!-- weavers of others -->'
expect '' ''
expect 'Price' '' -p:MLflowTracingNamespace='Shop.**'

# ... and with it: attributes of the property win, rules add up.
project "<MLflow.Tracing TrackingUri='file:project'>$shop</MLflow.Tracing>"
expect 'Price' 'file:project'
expect 'Count Price' 'file:property' -p:MLflowTracingNamespace='Stock.**' -p:MLflowTrackingUri=file:property
expect '' '' -p:MLflowTracingEnabled=false
MLFLOW_TRACING_WEAVE=false expect '' ''
MLFLOW_TRACING_WEAVE=true expect '' '' -p:MLflowTracingEnabled=false
MLFLOW_TRACING_WEAVE=false expect '' '' -p:MLflowTracingEnabled=true
project "<MLflow.Tracing Enabled='false'>$shop</MLflow.Tracing>"
expect '' ''
expect 'Price' '' -p:MLflowTracingEnabled=true

# The solution's file alone, under a property, under a project's file without our element, ...
project
solution "<MLflow.Tracing TrackingUri='file:solution'>$shop</MLflow.Tracing>"
expect 'Price' 'file:solution'
expect 'Count Price' 'file:property' -p:MLflowTracingNamespace='Stock.**' -p:MLflowTrackingUri=file:property
project '<!-- weavers of others -->'
expect 'Price' 'file:solution'

# ... under one with it, and cut off by it.
project "<MLflow.Tracing>$stock</MLflow.Tracing>"
expect 'Count Price' 'file:solution'
project "<MLflow.Tracing TrackingUri='file:project'>$stock</MLflow.Tracing>"
expect 'Count Price' 'file:project'
expect 'Count Price' 'file:property' -p:MLflowTrackingUri=file:property
project "<MLflow.Tracing Inherit='false'>$stock</MLflow.Tracing>"
expect 'Count' ''
expect 'Count' 'file:property' -p:MLflowTrackingUri=file:property

# Fody's property for the whole configuration.
project
solution
expect 'Count' '' "-p:WeaverConfiguration=<Weavers><MLflow.Tracing>$stock</MLflow.Tracing></Weavers>"
