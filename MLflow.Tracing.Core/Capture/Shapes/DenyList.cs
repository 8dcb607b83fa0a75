using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>
/// Types that are shown by name only: reading them would consume, block, run queries, reach into the platform, or put secrets
/// or half the process into a span. Many are known by name, since we do not reference their assemblies.
/// </summary>
internal static class DenyList
{
    private static readonly Type[] s_bases =
    [
        typeof(Stream), typeof(TextReader), typeof(TextWriter), typeof(Delegate), typeof(MemberInfo), typeof(Assembly), typeof(Module),
        typeof(ParameterInfo), typeof(Thread), typeof(SynchronizationContext), typeof(ExecutionContext), typeof(TaskScheduler), typeof(WaitHandle),
        typeof(CancellationToken), typeof(CancellationTokenSource), typeof(CancellationTokenRegistration), typeof(Timer), typeof(ValueTask),
        typeof(System.Runtime.InteropServices.SafeHandle), typeof(System.Runtime.InteropServices.CriticalHandle), typeof(AppDomain), typeof(WeakReference),
        typeof(System.Security.SecureString), typeof(Pointer),
    ];

    private static readonly Type[] s_interfaces =
    [
        typeof(IServiceProvider), typeof(IAsyncResult), typeof(IEnumerator), typeof(System.Net.ICredentials),
        typeof(System.Runtime.CompilerServices.INotifyCompletion),
    ];

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "System.Linq.Expressions.Expression",
        "System.Threading.Tasks.ValueTask`1",
        "System.Threading.ThreadLocal`1",
        "System.Threading.AsyncLocal`1",
        "System.WeakReference`1",
        "System.Threading.ITimer",
        "System.Threading.PeriodicTimer",
        "System.Collections.Generic.IAsyncEnumerator`1",
        "System.Threading.Channels.ChannelReader`1",
        "System.Threading.Channels.ChannelWriter`1",
        "System.Threading.Channels.Channel`2",
        "System.IO.Pipelines.PipeReader",
        "System.IO.Pipelines.PipeWriter",
        "System.Diagnostics.Process",
        "System.Net.Http.HttpMessageInvoker",
        "System.Net.Http.HttpMessageHandler",
        "System.Net.Http.HttpContent",
        "System.Net.Sockets.Socket",
        "System.Net.WebSockets.WebSocket",
        "System.Text.Json.JsonSerializerOptions",
        "System.Text.Json.Utf8JsonWriter",
        "Newtonsoft.Json.JsonReader",
        "Newtonsoft.Json.JsonWriter",
        "Newtonsoft.Json.JsonSerializer",
        "System.Security.Cryptography.AsymmetricAlgorithm",
        "System.Security.Cryptography.SymmetricAlgorithm",
        "System.Security.Cryptography.HashAlgorithm",
        "System.Security.Cryptography.X509Certificates.X509Certificate",
        "System.Data.IDbConnection",
        "System.Data.IDbCommand",
        "System.Data.IDbTransaction",
        "System.Data.IDataReader",
        "System.Data.Entity.DbContext",
        "Microsoft.EntityFrameworkCore.DbContext",
        "Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry",
        "NHibernate.ISession",
        "NHibernate.Proxy.INHibernateProxy",
        "NHibernate.Collection.IPersistentCollection",
        "Microsoft.Extensions.Logging.ILogger",
        "Microsoft.Extensions.Logging.ILoggerFactory",
        "Microsoft.Extensions.Configuration.IConfiguration",
        "Microsoft.Extensions.DependencyInjection.IServiceScope",
        "Microsoft.Extensions.DependencyInjection.IServiceCollection",
        "Microsoft.Extensions.Hosting.IHost",
        "Microsoft.AspNetCore.Mvc.ActionContext",
        "Microsoft.AspNetCore.Mvc.ControllerBase",
        "Microsoft.AspNetCore.SignalR.Hub",
        "Microsoft.AspNetCore.Components.ComponentBase",
        "Grpc.Core.ServerCallContext",
        "System.Web.HttpContext",
        "System.Web.HttpContextBase",
    };

    private static readonly string[] s_namespaces =
    [
        "Microsoft.AspNetCore.Http",
        "System.Reflection",
        "System.Runtime.Loader",
        "System.Runtime.Remoting",
        "Castle.Proxies", // a getter of a lazy-loading entity runs a query
    ];

    /// <summary>The stand-in of a type that is not looked at, or null when it may be.</summary>
    public static string? StandInOf(Type type)
    {
        var isQuery = Has(type, "System.Linq.IQueryable");
        if (isQuery || CollectionKinds.Interface(type, "System.Collections.Generic.IAsyncEnumerable`1") is not null)
        {
            var sequence = CollectionKinds.Interface(type, isQuery ? "System.Linq.IQueryable`1" : "System.Collections.Generic.IAsyncEnumerable`1");
            return $"<{TypeNames.Of(sequence ?? type)}: not enumerated>";
        }

        // an iterator is its own enumerator
        if (typeof(IEnumerable).IsAssignableFrom(type) && typeof(IEnumerator).IsAssignableFrom(type))
        {
            return CollectionKinds.NotEnumerated(type);
        }

        return IsDenied(type) ? $"<{TypeNames.Of(type)}>" : null;
    }

    private static bool IsDenied(Type type)
    {
        // data, although every component of the designer offers services
        if (NewtonsoftConverters.BuiltInFor(type) is not null)
        {
            return false;
        }

        if (type.IsPointer || type.IsCOMObject || IsOurs(type)
            || s_bases.Any(denied => denied.IsAssignableFrom(type)) || s_interfaces.Any(denied => denied.IsAssignableFrom(type)))
        {
            return true;
        }

        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (IsNamed(current))
            {
                return true;
            }
        }

        return InterfacesOf(type).Any(IsNamed);
    }

    // spans, clients and options with credentials in them; attachments and finished traces are data like any other
    private static bool IsOurs(Type type)
        => type.Assembly == typeof(DenyList).Assembly && !type.IsEnum && type != typeof(Attachment[]) && type.Namespace != "MLflow.Tracing.Model";

    private static bool IsNamed(Type type)
    {
        var name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName;
        return name is not null && (s_names.Contains(name) || s_namespaces.Any(prefix => IsIn(name, prefix)));
    }

    private static bool IsIn(string name, string prefix)
        => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length] == '.';

    private static bool Has(Type type, string name) => InterfacesOf(type).Any(candidate => candidate.FullName == name);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is used by nobody.")]
    private static Type[] InterfacesOf(Type type) => type.GetInterfaces();
}
