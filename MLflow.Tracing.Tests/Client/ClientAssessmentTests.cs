using System.Globalization;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Client;

[TestClass]
public sealed class ClientAssessmentTests
{
    private const string Assessments = "/api/3.0/mlflow/traces/tr-1/assessments";

    [TestMethod]
    public async Task Feedback_is_sent_with_all_that_was_said()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        var stored = await run.Client.LogFeedbackAsync(
            "tr-1",
            "helpful",
            true,
            new AssessmentSource(AssessmentSourceType.Human, "alice"),
            rationale: "to the point",
            metadata: new Dictionary<string, string> { ["mlflow.assessment.sourceRunId"] = "r1" },
            spanId: "0000000000000001");

        Assert.AreEqual($"POST {Assessments}", server.Routes.Single());
        Assert.AreEqual(
            """
            {"assessment":{"assessment_name":"helpful","trace_id":"tr-1","span_id":"0000000000000001","source":{"source_type":"HUMAN","source_id":"alice"},"feedback":{"value":true},
            "rationale":"to the point","metadata":{"mlflow.assessment.sourceRunId":"r1"},"valid":true}}
            """.ReplaceLineEndings(""),
            server.Requests.Single().Text);
        Assert.AreEqual(("a-1", "helpful", true, "to the point"), (stored.AssessmentId, stored.Name, stored.Value, stored.Rationale));
        Assert.AreEqual(new AssessmentSource(AssessmentSourceType.Human, "alice"), stored.Source);
        Assert.AreEqual(1_795_382_356_707_000_000, stored.CreateTimeUnixNs);
    }

    [TestMethod]
    public async Task Defaults_are_those_of_python()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        await run.Client.LogFeedbackAsync("tr-1", value: 1);
        await run.Client.LogExpectationAsync("tr-1", "answer", "42");
        await run.Client.LogIssueAsync("tr-1", "iss-1", "wrong language");

        CollectionAssert.AreEqual(
            new[]
            {
                """feedback CODE default {"value":1}""",
                """answer HUMAN default {"value":"42"}""",
                """iss-1 LLM_JUDGE default {"issue_name":"wrong language"}""",
            },
            server.Requests.Select(request => request.Json["assessment"]!)
                .Select(sent => $"{sent["assessment_name"]} {sent["source"]!["source_type"]} {sent["source"]!["source_id"]} {(sent["feedback"] ?? sent["expectation"] ?? sent["issue"])!.ToString(Formatting.None)}")
                .ToArray());
    }

    [TestMethod]
    public async Task Issue_names_the_run_that_found_it()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        await run.Client.LogIssueAsync("tr-1", "iss-1", "slow", new AssessmentSource(AssessmentSourceType.Human, "alice"), "run-7", "20 s", new Dictionary<string, string> { ["k"] = "v" }, "00000000000000a1");

        var sent = server.Requests.Single().Json["assessment"]!;
        Assert.AreEqual(
            """HUMAN alice "20 s" 00000000000000a1 {"k":"v","mlflow.assessment.sourceRunId":"run-7"}""",
            $"{sent["source"]!["source_type"]} {sent["source"]!["source_id"]} \"{sent["rationale"]}\" {sent["span_id"]} {sent["metadata"]!.ToString(Formatting.None)}");
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.LogIssueAsync("tr-1", "iss-1", ""));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.LogIssueAsync("tr-1", "iss.1", "slow"));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.LogIssueAsync("tr-1", "iss-1", "slow", runId: ""));
    }

    public static IEnumerable<object?[]> Values =>
    [
        ["text", "\"text\""], [false, "false"], [7, "7"], [long.MaxValue, "9223372036854775807"], [0.5, "0.5"], [0.1f, "0.1"], [1.5m, "1.5"],
        [new[] { "a", "b" }, """["a","b"]"""],
        [new List<object?> { 1, null, "x" }, """[1,null,"x"]"""],
        [new Dictionary<string, int> { ["accuracy"] = 1 }, """{"accuracy":1}"""],
        [new Dictionary<string, object?> { ["list"] = new[] { 0.5 }, ["none"] = null }, """{"list":[0.5],"none":null}"""],
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public async Task Value_is_sent_as_json_and_read_back(object value, string json)
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        var feedback = await run.Client.LogFeedbackAsync("tr-1", value: value);
        var expectation = await run.Client.LogExpectationAsync("tr-1", "expected", value);

        Assert.AreEqual(json, server.Requests[0].Json.SelectToken("assessment.feedback.value")!.ToString(Formatting.None));
        var sent = server.Requests[1].Json["assessment"]!["expectation"]!;
        var isSimple = value is string[] or string or IConvertible;
        Assert.AreEqual(isSimple ? json : null, sent["value"]?.ToString(Formatting.None));
        Assert.AreEqual(isSimple ? null : $$"""{"serialization_format":"JSON_FORMAT","value":{{JsonConvert.ToString(json)}}}""", sent["serialized_value"]?.ToString(Formatting.None));
        Assert.AreEqual(json, JsonConvert.SerializeObject(feedback.Value));
        Assert.AreEqual(json, JsonConvert.SerializeObject(expectation.Value));
    }

    [TestMethod]
    public async Task Error_of_a_judge_takes_the_place_of_a_value()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        var stored = await run.Client.LogFeedbackAsync("tr-1", error: new AssessmentError("RATE_LIMIT", "too fast", new string('s', 1500)));
        await run.Client.LogFeedbackAsync("tr-1", error: AssessmentError.From(new TimeoutException("late")));

        var sent = server.Requests[0].Json["assessment"]!["feedback"]!;
        Assert.IsNull(sent["value"]);
        Assert.AreEqual(("RATE_LIMIT", "too fast", 1000), ((string?)sent["error"]!["error_code"], (string?)sent["error"]!["error_message"], ((string)sent["error"]!["stack_trace"]!).Length));
        Assert.AreEqual(("RATE_LIMIT", null), (stored.Error!.ErrorCode, stored.Value));
        Assert.AreEqual("""{"error_code":"TimeoutException","error_message":"late"}""", server.Requests[1].Json["assessment"]!["feedback"]!["error"]!.ToString(Formatting.None));
    }

    [TestMethod]
    public async Task Update_names_the_fields_that_change()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        await run.Client.UpdateAssessmentAsync("tr-1", "a-7", new Feedback { Name = "helpful", Value = 2, Rationale = "why", Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        await run.Client.UpdateAssessmentAsync("tr-1", "a-8", new Expectation { Name = "answer", Value = "43" });

        Assert.AreEqual($"PATCH {Assessments}/a-7", server.Routes[0]);
        Assert.AreEqual(("assessmentName,feedback,rationale,metadata", "a-7", 2), ((string?)server.Requests[0].Json["update_mask"], (string?)server.Requests[0].Json["assessment"]!["assessment_id"], (int)server.Requests[0].Json.SelectToken("assessment.feedback.value")!));
        Assert.AreEqual("assessmentName,expectation", (string?)server.Requests[1].Json["update_mask"]);
    }

    [TestMethod]
    public async Task Update_of_an_issue_is_refused()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        await Assert.ThrowsExactlyAsync<ArgumentException>(() => run.Client.UpdateAssessmentAsync("tr-1", "a-7", new IssueReference { Name = "iss-1", IssueName = "slow" }));
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Answer_with_another_kind_of_assessment_is_no_answer()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(200, """{"assessment":{"assessment_name":"helpful","expectation":{"value":1}}}"""));
        using var run = new ClientRun(server);

        Assert.Contains("another kind", (await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.LogFeedbackAsync("tr-1", value: 1))).Message);
    }

    [TestMethod]
    public async Task Assessment_is_got_and_deleted()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        Assert.AreEqual("helpful", ((Feedback)(await run.Client.GetAssessmentAsync("tr-1", "a-7"))!).Name);
        Assert.IsNull(await run.Client.GetAssessmentAsync("tr-1", "none"));
        await run.Client.DeleteAssessmentAsync("tr-1", "a-7");

        CollectionAssert.AreEqual(new[] { $"GET {Assessments}/a-7", $"GET {Assessments}/none", $"DELETE {Assessments}/a-7" }, server.Routes.ToArray());
        Assert.IsEmpty(server.Requests[2].Body);
    }

    [TestMethod]
    public async Task Feedback_that_overrides_another_has_its_name_and_span()
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        var stored = await run.Client.OverrideFeedbackAsync("tr-1", "a-7", "no", "outdated", new AssessmentSource(AssessmentSourceType.Human, "bob"));

        CollectionAssert.AreEqual(new[] { $"GET {Assessments}/a-7", $"POST {Assessments}" }, server.Routes.ToArray());
        var sent = server.Requests[1].Json["assessment"]!;
        Assert.AreEqual(("helpful", "0000000000000001", "a-7", "no", "outdated"), ((string?)sent["assessment_name"], (string?)sent["span_id"], (string?)sent["overrides"], (string?)sent["feedback"]!["value"], (string?)sent["rationale"]));
        Assert.AreEqual("a-7", stored.Overrides);
    }

    [TestMethod]
    [DataRow("none", "has no feedback of the id 'none'")]
    [DataRow("a-expectation", "it is an Expectation")]
    public async Task Override_of_what_is_no_feedback_is_refused(string assessmentId, string reason)
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        var failure = await Assert.ThrowsExactlyAsync<MlflowException>(() => run.Client.OverrideFeedbackAsync("tr-1", assessmentId, 1));

        Assert.Contains(reason, failure.Message);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task Assessments_of_every_kind_come_with_their_trace()
    {
        await using var server = new RecordingServer(_ => StoredOnServer.Info(assessments: """
            [{"assessment_id":"a-1","assessment_name":"helpful","trace_id":"tr-1","source":{"source_type":"AI_JUDGE","source_id":"gpt"},"create_time":"2026-11-22T21:19:16.707Z","feedback":{"value":5.0},"valid":false,"overrides":"a-0"},
             {"assessment_id":"a-2","assessment_name":"answer","source":{"source_type":"ORACLE","source_id":"x"},"expectation":{"serialized_value":{"serialization_format":"JSON_FORMAT","value":"{\"n\":[1]}"}}},
             {"assessment_id":"a-3","assessment_name":"iss-1","issue":{"issue_name":"slow"},"metadata":{"k":"v"}},
             {"assessment_id":"a-4","assessment_name":"new","span_id":"","vote":{"up":1}}]
            """));
        using var run = new ClientRun(server);

        var assessments = (await run.Client.GetTraceInfoAsync(StoredOnServer.TraceId))!.Assessments;

        var feedback = (Feedback)assessments[0];
        Assert.AreEqual((5.0, false, "a-0", new AssessmentSource(AssessmentSourceType.LlmJudge, "gpt")), (feedback.Value, feedback.IsValid, feedback.Overrides, feedback.Source));
        var expectation = (Expectation)assessments[1];
        Assert.AreEqual("""{"n":[1]}""", JsonConvert.SerializeObject(expectation.Value));
        Assert.AreEqual(AssessmentSourceType.Unspecified, expectation.Source!.SourceType);
        Assert.AreEqual(("slow", "v"), (((IssueReference)assessments[2]).IssueName, assessments[2].Metadata["k"]));
        Assert.AreEqual(("a-4", null, true), (((UnknownAssessment)assessments[3]).AssessmentId, assessments[3].SpanId, assessments[3].IsValid));
    }

    public static IEnumerable<object?[]> Refused =>
    [
        [new Feedback { Name = "with.dot", Value = 1 }, "dot"],
        [new Feedback { Name = " ", Value = 1 }, "empty"],
        [new Feedback { Name = new string('n', 251), Value = 1 }, "at most 250"],
        [new Feedback { Name = "none" }, "needs a value or an error"],
        [new Feedback { Name = "nan", Value = double.NaN }, "NaN"],
        [new Feedback { Name = "infinite", Value = new[] { float.PositiveInfinity } }, "Infinity"],
        [new Feedback { Name = "object", Value = new Version(1, 0) }, "Version"],
        [new Feedback { Name = "key", Value = new Dictionary<int, int> { [1] = 1 } }, "Int32"],
        [new Feedback { Name = "endless", Value = Endless() }, "too deep"],
        [new Feedback { Name = "code", Error = new AssessmentError("") }, "code"],
        [new Feedback { Name = "source", Value = 1, Source = new AssessmentSource(AssessmentSourceType.Unspecified) }, "Human, LlmJudge or Code"],
        [new Feedback { Name = "source", Value = 1, Source = new AssessmentSource((AssessmentSourceType)99) }, "99"],
        [new Feedback { Name = "source", Value = 1, Source = new AssessmentSource(AssessmentSourceType.Code, "") }, "empty"],
        [new Feedback { Name = "metadata", Value = 1, Metadata = new Dictionary<string, string> { [new string('k', 251)] = "v" } }, "at most 250"],
        [new Feedback { Name = "metadata", Value = 1, Metadata = new Dictionary<string, string> { ["k"] = new string('v', 8001) } }, "at most 8000"],
        [new Expectation { Name = "none", Value = null }, "needs a value"],
        [new UnknownAssessment { Name = "unknown" }, "Use Feedback, Expectation or IssueReference"],
        [null, "assessment"],
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public async Task Assessment_that_cannot_be_stored_is_refused_before_anything_is_sent(Assessment assessment, string reason)
    {
        await using var server = Storing();
        using var run = new ClientRun(server);

        Assert.Contains(reason, (await Assert.ThrowsAsync<ArgumentException>(() => run.Client.LogAssessmentAsync("tr-1", assessment))).Message);
        Assert.Contains(reason, (await Assert.ThrowsAsync<ArgumentException>(() => run.Client.UpdateAssessmentAsync("tr-1", "a-1", assessment))).Message);
        Assert.IsEmpty(server.Requests);
    }

    private static List<object> Endless()
    {
        var list = new List<object>();
        list.Add(list);
        return list;
    }

    /// <summary>Answers with what it was sent, under the id <c>a-1</c>; knows the feedback <c>a-7</c> and an expectation.</summary>
    private static RecordingServer Storing() => new(request => (request.Method, request.Path.Split('/')[^1]) switch
    {
        ("GET", "a-7") => new ScriptedReply(200, """{"assessment":{"assessment_id":"a-7","assessment_name":"helpful","span_id":"0000000000000001","feedback":{"value":"yes"}}}"""),
        ("GET", "a-expectation") => new ScriptedReply(200, """{"assessment":{"assessment_id":"a-expectation","assessment_name":"answer","expectation":{"value":1}}}"""),
        ("GET", _) => StoredOnServer.Missing,
        ("DELETE", _) => new ScriptedReply(200, "{}"),
        _ => Stored(request.Json),
    });

    private static ScriptedReply Stored(JObject request)
    {
        var assessment = (JObject)request["assessment"]!;
        assessment["assessment_id"] = "a-1";
        assessment["create_time"] = "2026-11-22T21:19:16.707Z";
        return new ScriptedReply(200, string.Create(CultureInfo.InvariantCulture, $$"""{"assessment":{{assessment.ToString(Formatting.None)}}}"""));
    }
}
