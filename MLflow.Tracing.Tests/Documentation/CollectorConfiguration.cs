using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>A configuration of the OpenTelemetry Collector: sections that configure components, and a service that uses them by name.</summary>
internal static class CollectorConfiguration
{
    public static bool Is(string yaml) => yaml.Contains("pipelines:", StringComparison.Ordinal);

    /// <summary>What is wrong with a text as YAML, or as the Collector's configuration if it is meant to be one.</summary>
    public static string? Problem(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return Is(yaml) ? NotConfigured((YamlMappingNode)stream.Documents.Single().RootNode) : null;
        }
        catch (YamlException exception)
        {
            return exception.Message;
        }
    }

    private static string? NotConfigured(YamlMappingNode root)
    {
        var service = (YamlMappingNode)root["service"];
        var pipelines = ((YamlMappingNode)service["pipelines"]).Children.Values.Cast<YamlMappingNode>();
        var used = pipelines.Append(service).SelectMany(static user => user.Children.Where(static section => section.Value is YamlSequenceNode))
            .SelectMany(static section => ((YamlSequenceNode)section.Value).Select(name => (Section: section.Key.ToString(), Name: name.ToString())))
            .Distinct().ToList();
        var configured = root.Children.Where(static section => section.Key.ToString() != "service")
            .SelectMany(static section => ((YamlMappingNode)section.Value).Children.Keys.Select(name => (Section: section.Key.ToString(), Name: name.ToString()))).ToList();
        var different = used.Except(configured).Select(static component => $"{component} is used and not configured")
            .Concat(configured.Except(used).Select(static component => $"{component} is configured and not used"));
        return different.FirstOrDefault();
    }
}
