using System.Collections;
using System.Reflection;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>Looking must not consume, run, block or reach into what belongs to the program.</summary>
[TestClass]
public sealed class UntouchedValueTests
{
    private readonly CaptureBench _bench = new();
    private int _touched;

    [TestMethod]
    public void A_lazy_sequence_is_never_enumerated()
    {
        Assert.AreEqual("\"<IEnumerable<Int32>: not enumerated>\"", _bench.Json(Numbers()));
        Assert.AreEqual("\"<IEnumerable<Int32>: not enumerated>\"", _bench.Json(new List<int> { 1 }.Select(Touch)));
        Assert.AreEqual("\"<IEnumerable<Int32>: not enumerated>\"", _bench.Json(new[] { 1 }.Where(number => Touch(number) > 0)));
        Assert.AreEqual("\"<IEnumerable<Int32>: not enumerated>\"", _bench.Json(new[] { 2, 1 }.OrderBy(Touch)));
        Assert.AreEqual("\"<UntouchedValueTests.Untyped: not enumerated>\"", _bench.Json(new Untyped(this)));
        Assert.AreEqual("{\"Inside\":\"<IEnumerable<Int32>: not enumerated>\"}", _bench.Json(new { Inside = Numbers() }));

        Assert.AreEqual(0, _touched);
    }

    [TestMethod]
    public void A_grouping_exists_already_and_is_shown()
        => Assert.AreEqual("[1,3]", _bench.Json(new[] { 1, 2, 3 }.GroupBy(static number => number % 2).First()));

    [TestMethod]
    public void A_query_is_never_run()
    {
        var query = new[] { 1, 2 }.AsQueryable().Where(number => Touch(number) > 0);

        Assert.AreEqual("\"<IQueryable<Int32>: not enumerated>\"", _bench.Json(query));
        Assert.AreEqual(0, _touched);
    }

    [TestMethod]
    public void An_asynchronous_sequence_is_never_enumerated()
    {
        Assert.AreEqual("\"<IAsyncEnumerable<Int32>: not enumerated>\"", _bench.Json(Later()));
        Assert.AreEqual(0, _touched);
    }

    [TestMethod]
    public async Task A_task_shows_its_status_and_is_not_waited_for()
    {
        var source = new TaskCompletionSource<int>();

        Assert.AreEqual("\"<Task<Int32>: WaitingForActivation>\"", _bench.Json(source.Task));
        source.SetResult(1);
        Assert.AreEqual("\"<Task<Int32>: RanToCompletion>\"", _bench.Json(source.Task));
        Assert.AreEqual("\"<Task: RanToCompletion>\"", _bench.Json(Task.CompletedTask));
        Assert.AreEqual("\"<ValueTask<Int32>>\"", _bench.JsonOf(new ValueTask<int>(source.Task)));
        Assert.AreEqual("\"<ValueTask>\"", _bench.JsonOf(default(ValueTask)));
        Assert.AreEqual(1, await source.Task);
    }

    [TestMethod]
    public void A_faulted_task_stays_unobserved()
    {
        var source = new TaskCompletionSource();
        source.SetException(new InvalidOperationException("x"));

        Assert.AreEqual("\"<Task: Faulted>\"", _bench.Json(source.Task));
        Assert.IsNotNull(source.Task.Exception, "observed here, so that nothing is raised later");
    }

    [TestMethod]
    public void A_lazy_value_is_shown_once_it_exists()
    {
        var lazy = new Lazy<int>(() => Touch(5));

        Assert.AreEqual("\"<Lazy<Int32>: not created>\"", _bench.Json(lazy));
        Assert.AreEqual(0, _touched);
        Assert.AreEqual(5, lazy.Value);
        Assert.AreEqual("5", _bench.Json(lazy));
    }

    [TestMethod]
    public void P22_types_of_the_deny_list_are_shown_by_name()
    {
        using var stream = new MemoryStream([1, 2, 3]);
        using var reader = new StringReader("text");
        using var cancellation = new CancellationTokenSource();
        using var client = new HttpClient();
        using var connection = new Connection();
        using var registration = cancellation.Token.Register(static () => { });
        using var process = System.Diagnostics.Process.GetCurrentProcess();

        Assert.AreEqual("\"<MemoryStream>\"", _bench.Json(stream));
        Assert.AreEqual("\"<StringReader>\"", _bench.Json(reader));
        Assert.AreEqual("\"<CancellationToken>\"", _bench.JsonOf(cancellation.Token));
        Assert.AreEqual("\"<CancellationTokenSource>\"", _bench.Json(cancellation));
        Assert.AreEqual("\"<CancellationTokenRegistration>\"", _bench.JsonOf(registration));
        Assert.AreEqual("\"<HttpClient>\"", _bench.Json(client));
        Assert.AreEqual("\"<UntouchedValueTests.Connection>\"", _bench.Json(connection));
        Assert.AreEqual("\"<Process>\"", _bench.Json(process));
        Assert.AreEqual("\"<Func<Int32, Int32>>\"", _bench.Json((Func<int, int>)Touch));
        Assert.AreEqual("\"<UntouchedValueTests.Services>\"", _bench.Json(new Services(this)));
        Assert.AreEqual("\"<NetworkCredential>\"", _bench.Json(new System.Net.NetworkCredential("u", "p")));
        Assert.AreEqual("\"<Thread>\"", _bench.Json(Thread.CurrentThread));
        Assert.StartsWith("\"<", _bench.Json(typeof(string).GetMethods()[0]));
        Assert.AreEqual("\"<RuntimeAssembly>\"", _bench.Json(Assembly.GetExecutingAssembly()));
        Assert.StartsWith("\"<Expression", _bench.Json((System.Linq.Expressions.Expression<Func<int>>)(() => 1)));
        Assert.AreEqual("\"<MlflowOptions>\"", _bench.Json(new MlflowOptions { TrackingPassword = "p" }));
        Assert.AreEqual("{\"Body\":\"<MemoryStream>\",\"Size\":3}", _bench.Json(new { Body = stream, Size = 3 }));
        Assert.AreEqual(0, stream.Position);
        Assert.AreEqual(0, _touched);
    }

    [TestMethod]
    public void Types_known_by_name_only_are_recognised_by_name()
    {
        Assert.AreEqual("\"<DefaultHttpContext>\"", _bench.Json(new Microsoft.AspNetCore.Http.DefaultHttpContext()));
        Assert.AreEqual("\"<UntouchedValueTests.Entity>\"", _bench.Json(new Entity()));
        Assert.AreEqual("\"<NullLogger>\"", _bench.Json(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
    }

    [TestMethod]
    public void A_type_is_its_name()
    {
        Assert.AreEqual("\"System.String\"", _bench.Json(typeof(string)));
        Assert.AreEqual("\"System.String\"", _bench.JsonOf(typeof(string)));
    }

    [TestMethod]
    public void An_exception_is_type_message_and_stack_trace()
    {
        Exception thrown;
        try
        {
            throw new InvalidOperationException("it \"failed\"");
        }
        catch (InvalidOperationException exception)
        {
            thrown = exception;
        }

        var json = CaptureBench.Parse(_bench.Json(thrown));

        Assert.AreEqual("System.InvalidOperationException", (string?)json["type"]);
        Assert.AreEqual("it \"failed\"", (string?)json["message"]);
        Assert.Contains(nameof(An_exception_is_type_message_and_stack_trace), (string)json["stackTrace"]!);
        Assert.AreEqual("{\"type\":\"System.NotSupportedException\",\"message\":\"m\",\"stackTrace\":null}", _bench.Json(new NotSupportedException("m")));
    }

    private int Touch(int number)
    {
        _touched++;
        return number;
    }

    private IEnumerable<int> Numbers()
    {
        yield return Touch(1);
    }

    private async IAsyncEnumerable<int> Later()
    {
        yield return Touch(1);
        await Task.Yield();
    }

    private sealed class Untyped(UntouchedValueTests owner) : IEnumerable
    {
        public int Count => owner.Touch(1);

        public IEnumerator GetEnumerator()
        {
            owner.Touch(1);
            return Array.Empty<int>().GetEnumerator();
        }
    }

    private sealed class Services(UntouchedValueTests owner) : IServiceProvider
    {
        public int Number => owner.Touch(1);

        public object? GetService(Type serviceType) => owner.Touch(1);
    }

    private sealed class Entity : Microsoft.EntityFrameworkCore.DbContext;

    private sealed class Connection : System.Data.Common.DbConnection
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "Password=p";

        public override string Database => throw new InvalidOperationException();

        public override string DataSource => throw new InvalidOperationException();

        public override string ServerVersion => throw new InvalidOperationException();

        public override System.Data.ConnectionState State => throw new InvalidOperationException();

        public override void ChangeDatabase(string databaseName) => throw new InvalidOperationException();

        public override void Close()
        {
        }

        public override void Open() => throw new InvalidOperationException();

        protected override System.Data.Common.DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new InvalidOperationException();

        protected override System.Data.Common.DbCommand CreateDbCommand() => throw new InvalidOperationException();
    }
}
