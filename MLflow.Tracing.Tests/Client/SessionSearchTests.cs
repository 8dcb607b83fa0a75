using MLflow.Tracing.Tests.Export;

namespace MLflow.Tracing.Tests.Client;

/// <summary>Conversations found in a folder that tracing wrote.</summary>
[TestClass]
public sealed class SessionSearchTests
{
    [TestMethod]
    [DataRow(null, 100, "b: hi, bye | a: one, two, three")]
    [DataRow(null, 1, "b: hi, bye")]
    [DataRow("name = 'two'", 100, "a: one, two, three", DisplayName = "a session comes whole")]
    [DataRow("name = 'alone'", 100, "")]
    public async Task Sessions_come_with_all_their_turns_in_order(string? filter, int maxResults, string expected)
        => Assert.AreEqual(expected, await SearchAsync(["a|one", "a|two", "b|hi", "a|three", "|alone", "b|bye"], filter, maxResults));

    [TestMethod]
    [DataRow("o'neill")]
    [DataRow("say \"hi\"")]
    [DataRow("o'neill's \"chat\"")]
    public async Task Session_with_quotation_marks_in_its_id_is_found(string session)
        => Assert.AreEqual($"{session}: one", await SearchAsync([$"{session}|one", "b|hi"], "name = 'one'", 100));

    [TestMethod]
    public void Arguments_are_checked_at_once()
    {
        using var client = new MlflowClient("file:nowhere");

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.SearchSessionsAsync(maxResults: 0));
        Assert.ThrowsExactly<ArgumentException>(() => client.SearchSessionsAsync([]));
    }

    /// <summary>Records turns, each the session and the name of its span, and searches.</summary>
    private static async Task<string> SearchAsync(string[] turns, string? filter, int maxResults)
    {
        using var folder = new StoreFolder();
        Mlflow.Init($"file:{folder.Path}");
        try
        {
            var start = DateTimeOffset.UtcNow;
            foreach (var (turn, index) in turns.Select((turn, index) => (turn.Split('|'), index)))
            {
                using var span = Mlflow.StartSpan(turn[1], startTimeUnixNs: (start.ToUnixTimeMilliseconds() + index) * 1_000_000);
                span.UpdateTrace(sessionId: turn[0].Length == 0 ? null : turn[0]);
            }

            await Mlflow.FlushAsync();
            var sessions = await ClientRun.ListAsync(Mlflow.SearchSessionsAsync(filterString: filter, maxResults: maxResults));
            return string.Join(" | ", sessions.Select(session => $"{session.SessionId}: {string.Join(", ", session.Traces.Select(trace => trace.Spans[0].Name))}"));
        }
        finally
        {
            Mlflow.Use(null);
        }
    }
}
