using System.Globalization;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing;

/// <summary>Reads environment variables as texts, switches, numbers and times. A wrong value is reported (MLT104) and not applied.</summary>
/// <param name="read">Gives a variable's value, or <see langword="null"/>.</param>
/// <param name="diagnostics">Where wrong values are reported.</param>
internal sealed class EnvironmentVariables(Func<string, string?> read, TracingDiagnostics diagnostics)
{
    /// <summary>Whether all values so far were right.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>The value without blanks around it; <see langword="null"/> when there is none.</summary>
    public string? Text(string variable) => read(variable) is { } value && value.Trim().Length > 0 ? value.Trim() : null;

    public void Text(string variable, Action<string> apply)
    {
        if (Text(variable) is { } value)
        {
            apply(value);
        }
    }

    /// <summary>A text that becomes part of a request's header. Where it is wrong it is not repeated: it may be a secret.</summary>
    public void HeaderText(string variable, Action<string> apply) => Text(variable, value =>
    {
        if (value.Any(char.IsControl))
        {
            IsSound = false;
            diagnostics.Report(StartComplaints.WrongVariable(variable, "…", "a text without line breaks and other control characters"));
        }
        else
        {
            apply(value);
        }
    });

    public void Switch(string variable, Action<bool> apply)
    {
        switch (Text(variable)?.ToUpperInvariant())
        {
            case null:
                break;
            case "TRUE" or "1":
                apply(true);
                break;
            case "FALSE" or "0":
                apply(false);
                break;
            default:
                Refuse(variable, "true or false");
                break;
        }
    }

    public void Seconds(string variable, double least, double most, Action<TimeSpan> apply)
        => Number(variable, least, most, "a number of seconds", value => apply(TimeSpan.FromSeconds(value)));

    public void Number(string variable, double least, double most, Action<double> apply) => Number(variable, least, most, "a number", apply);

    public void Count(string variable, int least, int most, Action<int> apply)
    {
        if (Text(variable) is not { } text)
        {
            return;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            apply(value);
        }
        else
        {
            Refuse(variable, $"a whole number from {least} to {most}");
        }
    }

    /// <summary>A JSON object whose members are texts; numbers and switches count as they are written.</summary>
    public void Texts(string variable, Action<string, string> apply)
    {
        if (Text(variable) is { } text)
        {
            ParseTexts(variable, text, apply);
        }
    }

    // A method of its own: a program that sets no such variable does not load a JSON library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ParseTexts(string variable, string text, Action<string, string> apply)
    {
        if (JsonValue.TryParse(text, out var json) && json is JObject members && members.PropertyValues().All(static value => value is JValue { Value: not null }))
        {
            foreach (var member in members.Properties())
            {
                apply(member.Name, member.Value.Type == JTokenType.String ? (string)member.Value! : member.Value.ToString(Formatting.None));
            }
        }
        else
        {
            Refuse(variable, "a JSON object of texts");
        }
    }

    public void Refuse(string variable, string expected)
    {
        IsSound = false;
        diagnostics.Report(StartComplaints.WrongVariable(variable, Text(variable) ?? string.Empty, expected));
    }

    private void Number(string variable, double least, double most, string kind, Action<double> apply)
    {
        if (Text(variable) is not { } text)
        {
            return;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            apply(value);
        }
        else
        {
            Refuse(variable, string.Format(CultureInfo.InvariantCulture, "{0} from {1} to {2}", kind, least, most));
        }
    }
}
