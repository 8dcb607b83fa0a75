using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// The members of MLflow.Tracing.Core that woven code calls, as references of the target module. Made on first use; apart from Core
/// itself they name only assemblies the module refers to already (B11, B12): primitive types come from its core library, and
/// platform types in a signature (tasks, <c>Exception</c>) from the references that the woven method itself uses.
/// </summary>
internal sealed class CoreReferences
{
    private const string WovenNamespace = "MLflow.Tracing.Woven";

    private readonly ModuleDefinition _module;
    private readonly ModuleDefinition _core;
    private readonly AssemblyNameReference _scope;
    private readonly bool _isScopeOurs;
    private readonly Dictionary<string, TypeReference> _types = [];
    private readonly Dictionary<(MethodReference Open, TypeReference Argument), GenericInstanceMethod> _closed = [];
    private readonly Dictionary<(string Type, string Name, int GenericParameters, string PlatformTypes), MethodReference> _methods = [];

    /// <summary>Adds the reference to Core if the module has none.</summary>
    public CoreReferences(ModuleDefinition module, AssemblyDefinition core)
    {
        _module = module;
        _core = core.MainModule;
        AssemblyNameReference? present = module.AssemblyReferences.FirstOrDefault(r => r.Name == core.Name.Name);
        _isScopeOurs = present is null;
        _scope = present ?? new AssemblyNameReference(core.Name.Name, core.Name.Version) { PublicKeyToken = core.Name.PublicKeyToken };
        if (_isScopeOurs)
        {
            module.AssemblyReferences.Add(_scope);
        }
    }

    /// <summary>The type of descriptors.</summary>
    public TypeReference TraceSite => Type("TraceSite");

    /// <summary>The struct that holds one synchronous call.</summary>
    public TypeReference TraceScope => Type("TraceScope");

    /// <summary>The class that holds one asynchronous call.</summary>
    public TypeReference AsyncCall => Type("AsyncCall");

    /// <summary>The class that holds one call of an iterator.</summary>
    public TypeReference Iteration => Type("Iteration");

    /// <summary><c>TraceSite(string, string, string, string, TraceSiteFlags)</c>.</summary>
    public MethodReference SiteConstructor => Method("TraceSite", ".ctor", 0);

    /// <summary><c>TraceSite TraceSite.WithSamplingRatio(double)</c>.</summary>
    public MethodReference SiteWithSamplingRatio => Method("TraceSite", "WithSamplingRatio", 0);

    /// <summary><c>bool TraceSite.IsEnabled</c>.</summary>
    public MethodReference SiteIsEnabled => Method("TraceSite", "get_IsEnabled", 0);

    /// <summary><c>WovenAttribute(string, string)</c>.</summary>
    public MethodReference WovenConstructor => Method("WovenAttribute", ".ctor", 0);

    /// <summary><c>void ProgramStart.TraceLlmCalls()</c>.</summary>
    public MethodReference TraceLlmCalls => Method("ProgramStart", "TraceLlmCalls", 0);

    /// <summary>A hook of <c>TraceScope</c> that is not generic.</summary>
    public MethodReference Scope(string name, params TypeReference[] platformTypes) => Method("TraceScope", name, 0, platformTypes);

    /// <summary>A generic hook of <c>TraceScope</c>.</summary>
    public MethodReference Scope(string name, TypeReference argument, params TypeReference[] platformTypes)
        => Close(Method("TraceScope", name, 1, platformTypes), argument);

    /// <summary>A hook of <c>AsyncCall</c> that is not generic.</summary>
    public MethodReference Async(string name, params TypeReference[] platformTypes) => Method("AsyncCall", name, 0, platformTypes);

    /// <summary>A generic hook of <c>AsyncCall</c>.</summary>
    public MethodReference AsyncOf(string name, TypeReference argument) => Close(Method("AsyncCall", name, 1), argument);

    /// <summary>A hook of <c>Iteration</c> that is not generic.</summary>
    public MethodReference Iterate(string name, params TypeReference[] platformTypes) => Method("Iteration", name, 0, platformTypes);

    /// <summary>A generic hook of <c>Iteration</c>.</summary>
    public MethodReference IterateOf(string name, TypeReference[] arguments, params TypeReference[] platformTypes)
        => Close(Method("Iteration", name, arguments.Length, platformTypes), arguments);

    /// <summary><c>Func&lt;argument, result&gt;</c> of the platform.</summary>
    public GenericInstanceType FunctionOf(TypeReference argument, TypeReference result)
    {
        var open = new TypeReference("System", "Func`2", _module, _module.TypeSystem.CoreLibrary);
        open.GenericParameters.Add(new GenericParameter(open));
        open.GenericParameters.Add(new GenericParameter(open));
        return new GenericInstanceType(open) { GenericArguments = { argument, result } };
    }

    /// <summary>The constructor of a delegate type.</summary>
    public MethodReference ConstructorOf(TypeReference type) => new(".ctor", _module.TypeSystem.Void, type)
    {
        HasThis = true,
        Parameters = { new ParameterDefinition(_module.TypeSystem.Object), new ParameterDefinition(_module.TypeSystem.IntPtr) },
    };

    /// <summary>Takes the reference to Core away again, when nothing was woven after all.</summary>
    public void Withdraw()
    {
        if (_isScopeOurs)
        {
            _module.AssemblyReferences.Remove(_scope);
        }
    }

    // Most arguments of a module are of few types: one instance for each saves memory, and work when the module is written.
    private GenericInstanceMethod Close(MethodReference method, TypeReference argument)
    {
        if (!_closed.TryGetValue((method, argument), out GenericInstanceMethod? closed))
        {
            closed = Close(method, [argument]);
            _closed.Add((method, argument), closed);
        }

        return closed;
    }

    private static GenericInstanceMethod Close(MethodReference method, TypeReference[] arguments)
    {
        var closed = new GenericInstanceMethod(method);
        foreach (TypeReference argument in arguments)
        {
            closed.GenericArguments.Add(argument);
        }

        return closed;
    }

    private TypeReference Type(string name)
    {
        if (!_types.TryGetValue(name, out TypeReference? type))
        {
            TypeDefinition definition = Definition(name);
            type = new TypeReference(definition.Namespace, definition.Name, _module, _scope, definition.IsValueType);
            _types.Add(name, type);
        }

        return type;
    }

    private TypeDefinition Definition(string name)
        => _core.GetType(WovenNamespace, name)
        ?? throw new InvalidOperationException($"{_core.Assembly.FullName} has no type {WovenNamespace}.{name}; reference the version that belongs to this weaver.");

    // One reference a signature: those with platform types are told apart by the scopes these come from.
    private MethodReference Method(string type, string name, int genericParameters, params TypeReference[] platformTypes)
    {
        // Most hooks have none, and each woven method asks for ten or so.
        var key = (type, name, genericParameters, platformTypes.Length == 0 ? "" : string.Join(",", platformTypes.Select(p => p.FullName)));
        if (!_methods.TryGetValue(key, out MethodReference? method))
        {
            method = Import(Definition(type), name, genericParameters, platformTypes);
            _methods.Add(key, method);
        }

        return method;
    }

    private MethodReference Import(TypeDefinition type, string name, int genericParameters, TypeReference[] platformTypes)
    {
        MethodDefinition definition = type.Methods.SingleOrDefault(m => m.Name == name && m.GenericParameters.Count == genericParameters && !IsTypeInitializer(m))
            ?? throw new InvalidOperationException($"{_core.Assembly.FullName} has no method {type.FullName}.{name}; reference the version that belongs to this weaver.");

        var method = new MethodReference(name, _module.TypeSystem.Void, Type(type.Name)) { HasThis = definition.HasThis };
        foreach (GenericParameter parameter in definition.GenericParameters)
        {
            method.GenericParameters.Add(new GenericParameter(parameter.Name, method));
        }

        method.ReturnType = Map(definition.ReturnType, method, platformTypes);
        foreach (ParameterDefinition parameter in definition.Parameters)
        {
            method.Parameters.Add(new ParameterDefinition(Map(parameter.ParameterType, method, platformTypes)));
        }

        return method;
    }

    private static bool IsTypeInitializer(MethodDefinition method) => method.IsConstructor && method.IsStatic;

    private TypeReference Map(TypeReference type, MethodReference method, TypeReference[] platformTypes)
    {
        switch (type)
        {
            case GenericParameter parameter:
                return method.GenericParameters[parameter.Position];
            case ArrayType array:
                return new ArrayType(Map(array.ElementType, method, platformTypes));
            case GenericInstanceType generic:
                var mapped = new GenericInstanceType(Map(generic.ElementType, method, platformTypes));
                foreach (TypeReference argument in generic.GenericArguments)
                {
                    mapped.GenericArguments.Add(Map(argument, method, platformTypes));
                }

                return mapped;
        }

        return type.MetadataType switch
        {
            MetadataType.Void => _module.TypeSystem.Void,
            MetadataType.Boolean => _module.TypeSystem.Boolean,
            MetadataType.Int32 => _module.TypeSystem.Int32,
            MetadataType.Double => _module.TypeSystem.Double,
            MetadataType.String => _module.TypeSystem.String,
            MetadataType.Object => _module.TypeSystem.Object,
            _ when type.Namespace == WovenNamespace => Type(type.Name),
            _ => platformTypes.FirstOrDefault(p => p.FullName == type.FullName)
                ?? throw new InvalidOperationException($"the type {type.FullName} in the signature of {method.Name} is not known to the woven method"),
        };
    }
}
