using System.Globalization;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>Checks the arguments of <see cref="MlflowClient"/>, so that a wrong one is named before anything is sent.</summary>
internal static class ClientArguments
{
    public const int MaxPageSize = 500;
    private const int MaxExperimentNameLength = 500;

    /// <summary>The text, if it is one.</summary>
    public static string Given(string text, string parameter) => string.IsNullOrWhiteSpace(text)
        ? throw new ArgumentException($"The argument '{parameter}' is empty.", parameter)
        : text;

    /// <summary>The texts, if there is at least one and none is empty.</summary>
    public static IReadOnlyList<string> Given(IEnumerable<string> texts, string parameter)
    {
        List<string> all = [.. texts ?? throw new ArgumentNullException(parameter)];
        return all.Count > 0 && all.TrueForAll(static text => !string.IsNullOrWhiteSpace(text))
            ? all
            : throw new ArgumentException($"The argument '{parameter}' is empty, or holds an empty text.", parameter);
    }

    /// <summary>The id of a trace in an experiment.</summary>
    /// <exception cref="NotSupportedException">It is one in Unity Catalog.</exception>
    public static string TraceId(string traceId, string parameter) => CatalogTraceId.IsMeantBy(Given(traceId, parameter))
        ? throw new NotSupportedException($"The trace {traceId} is in Unity Catalog, where this library can get traces and not do more with them. Use Python's MLflow for the rest.")
        : traceId;

    /// <summary>The ids of traces in experiments, at least one.</summary>
    /// <exception cref="NotSupportedException">One is in Unity Catalog.</exception>
    public static IReadOnlyList<string> TraceIds(IEnumerable<string> traceIds, string parameter) => [.. Given(traceIds, parameter).Select(id => TraceId(id, parameter))];

    /// <summary>The text, if it is one of at most so many characters. A server would cut it.</summary>
    public static string AtMost(int maxLength, string text, string parameter) => (text ?? throw new ArgumentNullException(parameter)).Length <= maxLength
        ? text
        : throw new ArgumentException(string.Format(CultureInfo.InvariantCulture, "The argument '{0}' has {1} characters; a server stores at most {2}.", parameter, text.Length, maxLength), parameter);

    public static string Key(string key) => AtMost(WireLimits.MaxKeyLength, Given(key, nameof(key)), nameof(key));

    public static string ExperimentName(string name) => AtMost(MaxExperimentNameLength, Given(name, nameof(name)), nameof(name));

    public static int Within(int least, int most, int value, string parameter) => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, string.Format(CultureInfo.InvariantCulture, "The argument '{0}' must be {1} to {2}.", parameter, least, most));

    /// <summary>The text in the quotes of a search filter.</summary>
    public static string Quoted(string text, string parameter) => TryQuote(Given(text, parameter))
        ?? throw new ArgumentException($"The argument '{parameter}' holds both kinds of quotation marks, which a search filter cannot express.", parameter);

    /// <summary>The text in the quotes of a search filter, which knows two kinds and no escapes; <see langword="null"/> when it holds both.</summary>
    public static string? TryQuote(string text)
        => text.IndexOf('\'') < 0 ? $"'{text}'"
        : text.IndexOf('"') < 0 ? $"\"{text}\""
        : null;

    /// <summary>The assessment, if a server can store it; its value is checked when it is written.</summary>
    public static Assessment Checked(Assessment assessment)
    {
        switch (assessment ?? throw new ArgumentNullException(nameof(assessment)))
        {
            case UnknownAssessment:
                throw new ArgumentException("An UnknownAssessment can be read, not logged. Use Feedback, Expectation or IssueReference.", nameof(assessment));
            case Feedback { Value: null, Error: null }:
                throw new ArgumentException("Feedback needs a value or an error.", nameof(assessment));
            case Feedback { Error.ErrorCode: "" or null }:
                throw new ArgumentException("The error of feedback needs a code.", nameof(assessment));
            case Expectation { Value: null }:
                throw new ArgumentException("An expectation needs a value.", nameof(assessment));
        }

        CheckName(assessment.Name);
        CheckSource(assessment.Source);
        foreach (var pair in assessment.Metadata ?? throw new ArgumentException("The metadata of an assessment must not be null.", nameof(assessment)))
        {
            Key(pair.Key);
            AtMost(WireLimits.MaxValueLength, pair.Value, nameof(assessment.Metadata));
        }

        return assessment;
    }

    private static void CheckName(string name)
    {
        _ = AtMost(WireLimits.MaxKeyLength, Given(name, nameof(name)), nameof(name)).IndexOf('.') < 0
            ? name
            : throw new ArgumentException($"The assessment name '{name}' holds a dot, which MLflow does not allow. Use an underscore.", nameof(name));
    }

    private static void CheckSource(AssessmentSource? source)
    {
        if (source is not (null or { SourceType: AssessmentSourceType.Human or AssessmentSourceType.LlmJudge or AssessmentSourceType.Code }))
        {
            throw new ArgumentException(
                $"The source type of an assessment is {nameof(AssessmentSourceType.Human)}, {nameof(AssessmentSourceType.LlmJudge)} or {nameof(AssessmentSourceType.Code)}, not {source.SourceType}.",
                nameof(source));
        }

        if (source is not null)
        {
            Given(source.SourceId, nameof(source));
        }
    }
}
