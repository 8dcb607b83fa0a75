using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>
/// The variables of OpenTelemetry's specification for exporters of OTLP and for resources. They may serve other libraries of the program, too: a wrong one is reported and ignored, as the
/// specification has it, and keeps nobody from tracing.
/// </summary>
/// <param name="variables">Gives a variable's value.</param>
/// <param name="diagnostics">Where wrong values are reported. Their texts are not: headers hold credentials.</param>
internal sealed class OtlpEnvironment(EnvironmentVariables variables, TracingDiagnostics diagnostics)
{
    private const string ServiceName = "service.name";

    /// <summary>Applies what says where the collector is. Whether it is used, others decide.</summary>
    public void ApplyEndpointTo(OtlpOptions options)
    {
        if (variables.Text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is { } ofTraces)
        {
            ApplyEndpoint(options, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", ofTraces, string.Empty);
        }
        else if (variables.Text("OTEL_EXPORTER_OTLP_ENDPOINT") is { } ofAll)
        {
            ApplyEndpoint(options, "OTEL_EXPORTER_OTLP_ENDPOINT", ofAll.TrimEnd('/'), "/v1/traces");
        }
    }

    /// <summary>Applies what says how to talk to it.</summary>
    public void ApplyTo(OtlpOptions options)
    {
        First(value => options.Protocol = value, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");
        Apply("comma-separated pairs key=value, percent-encoded, of which a header can be made", text => Add(text, options.Headers, HttpHeader.CanBe), "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS");
        Apply("a number of milliseconds from 1", text => IsTimeout(text, options), "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT");
        Apply("gzip or none", text => IsCompression(text, options), "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION");
        Apply("comma-separated pairs key=value, percent-encoded", text => Add(text, options.ResourceAttributes, static (key, _) => key.Length > 0), "OTEL_RESOURCE_ATTRIBUTES");
        if (options.ResourceAttributes.TryGetValue(ServiceName, out var name))
        {
            options.ServiceName = name;
            options.ResourceAttributes.Remove(ServiceName);
        }

        variables.Text("OTEL_SERVICE_NAME", value => options.ServiceName = value);
    }

    private void ApplyEndpoint(OtlpOptions options, string variable, string address, string path)
    {
        if (OtlpOptions.IsAddress(address))
        {
            options.TracesEndpoint = address + path;
        }
        else
        {
            diagnostics.Report(CollectorComplaints.WrongVariable(variable, "a complete http or https address without user and password (for which there are headers)"));
        }
    }

    private static bool IsTimeout(string text, OtlpOptions options)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0;
        options.Timeout = isNumber ? TimeSpan.FromMilliseconds(milliseconds) : options.Timeout;
        return isNumber;
    }

    private static bool IsCompression(string text, OtlpOptions options)
    {
        options.Gzip = text.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        return options.Gzip || text.Equals("none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Adds all pairs, or none if one of them is wrong.</summary>
    private static bool Add(string text, IDictionary<string, string> target, Func<string, string, bool> isRight)
    {
        var pairs = text.Split([','], StringSplitOptions.RemoveEmptyEntries).Where(static pair => pair.Trim().Length > 0).Select(static pair => pair.Split(['='], 2)).ToArray();
        if (!Array.TrueForAll(pairs, pair => pair.Length == 2 && isRight(Decoded(pair[0]), Decoded(pair[1]))))
        {
            return false;
        }

        foreach (var pair in pairs)
        {
            target[Decoded(pair[0])] = Decoded(pair[1]);
        }

        return true;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Trim());

    private void Apply(string expected, Func<string, bool> tryApply, params string[] names) => First(
        (variable, text) =>
        {
            if (!tryApply(text))
            {
                diagnostics.Report(CollectorComplaints.WrongVariable(variable, expected));
            }
        },
        names);

    private void First(Action<string> apply, params string[] names) => First((_, text) => apply(text), names);

    private void First(Action<string, string> apply, string[] names)
    {
        if (names.FirstOrDefault(name => variables.Text(name) is not null) is { } given)
        {
            apply(given, variables.Text(given)!);
        }
    }
}
