using System.Globalization;
using Newtonsoft.Json;

namespace MLflow.Tracing.Model;

/// <summary>JSON text of simple values.</summary>
internal static class JsonText
{
    public static string Of(string value) => JsonConvert.ToString(value);

    public static string Of(double value) => JsonConvert.ToString(value);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);
}
