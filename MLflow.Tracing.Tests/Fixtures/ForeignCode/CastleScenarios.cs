using Castle.DynamicProxy;

namespace ForeignCode;

public interface IShop
{
    string Name { get; set; }

    event EventHandler? Opened;

    int Sell<T>(T article, ref int stock, out string receipt)
        where T : notnull;

    Task<int> CountAsync(int from);
}

public class Shop : IShop
{
    public virtual string Name { get; set; } = "corner";

    public event EventHandler? Opened;

    public virtual int Sell<T>(T article, ref int stock, out string receipt)
        where T : notnull
    {
        receipt = $"{article} of {stock}";
        Opened?.Invoke(this, EventArgs.Empty);
        return --stock;
    }

    public virtual async Task<int> CountAsync(int from)
    {
        await Task.Yield();
        return from < 0 ? throw new ArgumentOutOfRangeException(nameof(from)) : from + 1;
    }

    protected internal virtual string Hidden() => "hidden";
}

public static class CastleScenarios
{
    public static async Task<string> Castle_Core()
    {
        var log = new List<string>();
        var generator = new ProxyGenerator();
        var interceptor = new Logging(log);
        IShop[] shops =
        [
            generator.CreateClassProxy<Shop>(interceptor),
            generator.CreateInterfaceProxyWithTarget<IShop>(new Shop(), interceptor),
            generator.CreateInterfaceProxyWithTargetInterface<IShop>(new Shop(), interceptor),
            generator.CreateClassProxyWithTarget(new Shop(), interceptor),
            generator.CreateInterfaceProxyWithoutTarget<IShop>(new Standing()),
        ];
        foreach (IShop shop in shops)
        {
            int stock = 3;
            shop.Name = "new";
            shop.Opened += (_, _) => log.Add("opened");
            log.Add($"{shop.Sell("tea", ref stock, out string receipt)} {stock} {receipt} {shop.Name} {ProxyUtil.IsProxy(shop)}");
            log.Add($"{shop.Sell(4.5m, ref stock, out receipt)} {receipt}");
            try
            {
                log.Add($"{await shop.CountAsync(1)} {await shop.CountAsync(-1)}");
            }
            catch (ArgumentOutOfRangeException exception)
            {
                log.Add(exception.Message);
            }
        }

        var options = new ProxyGenerationOptions(new OnlyNames());
        options.AddMixinInstance(new List<int> { 1, 2 });
        object mixed = generator.CreateClassProxy(typeof(Shop), options, interceptor);
        log.Add($"{((IList<int>)mixed).Count} {((Shop)mixed).Name} {mixed.GetType().Name}");
        try
        {
            generator.CreateClassProxy(typeof(string), interceptor);
        }
        catch (TypeLoadException exception)
        {
            log.Add(exception.GetType().Name);
        }

        return string.Join("\n", log);
    }

    private sealed class Logging(List<string> log) : IInterceptor
    {
        public void Intercept(IInvocation invocation)
        {
            log.Add($"> {invocation.Method.Name}({string.Join(", ", invocation.Arguments.Select(a => a is Delegate ? "delegate" : a))}) {string.Join(", ", invocation.GenericArguments?.Select(t => t.Name) ?? [])}");
            invocation.Proceed();
            log.Add($"< {(invocation.ReturnValue is Task ? "task" : invocation.ReturnValue)}");
        }
    }

    private sealed class Standing : IInterceptor
    {
        public void Intercept(IInvocation invocation)
        {
            invocation.ReturnValue = invocation.Method.ReturnType == typeof(Task<int>) ? Task.FromResult(5) : invocation.Method.ReturnType == typeof(int) ? 9 : null;
            if (invocation.Arguments.Length == 3)
            {
                invocation.SetArgumentValue(2, "no receipt");
            }
        }
    }

    private sealed class OnlyNames : IProxyGenerationHook
    {
        public void MethodsInspected()
        {
        }

        public void NonProxyableMemberNotification(Type type, System.Reflection.MemberInfo memberInfo)
        {
        }

        public bool ShouldInterceptMethod(Type type, System.Reflection.MethodInfo methodInfo) => methodInfo.Name == "get_Name";
    }
}
