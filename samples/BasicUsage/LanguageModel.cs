namespace BasicUsage;

/// <summary>Stands for the model that an application calls.</summary>
internal static class LanguageModel
{
    public static async Task<string> CompleteAsync(string prompt)
    {
        await Task.Yield();
        return prompt.Contains("rain", StringComparison.Ordinal) ? "Take an umbrella." : prompt.Split("? ")[^1];
    }
}
