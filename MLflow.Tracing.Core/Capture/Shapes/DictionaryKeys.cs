using System.Globalization;
using MLflow.Tracing.Redaction;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>How keys of a dictionary become names of JSON members: as in Newtonsoft.Json.</summary>
internal static class DictionaryKeys
{
    public static string TextOf(object key) => key switch
    {
        string text => text,
        DateTime or DateTimeOffset => Unquoted(key),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum => NewtonsoftConverters.EnumText(key),
        Uri uri => uri.OriginalString,
        Type type => type.FullName ?? type.Name,
        _ when RedactedNames.Of(key.GetType()).Count > 0 => ContentRule.StandIn, // the text of a record shows every member
        _ when StringConversion.TryConvert(key) is { } text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty,
        IConvertible convertible => convertible.ToString(CultureInfo.InvariantCulture),
        _ => key.ToString() ?? string.Empty,
    };

    private static string Unquoted(object date)
    {
        var text = new JsonBuffer();
        if (date is DateTime local)
        {
            ScalarJson.TryWrite(text, ref local);
        }
        else
        {
            var absolute = (DateTimeOffset)date;
            ScalarJson.TryWrite(text, ref absolute);
        }

        return text.ToString(1).TrimEnd('"');
    }
}
