using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>
/// Decides for each method of a module whether it is woven. The first of these that speaks about the method decides:
/// the attribute on the member, the attribute on the nearest type, <c>&lt;Exclude&gt;</c>, <c>&lt;Include&gt;</c>, the attribute on the assembly.
/// </summary>
internal sealed class MethodSelector
{
    private readonly Func<MethodDefinition, bool, Classification> _classify;
    private readonly List<(IncludeRule Rule, RuleUsage Usage)> _includes;
    private readonly List<(ExcludeRule Rule, RuleUsage Usage)> _excludes;
    private readonly List<RuleUsage> _redactions;
    private readonly MarkedTypes _markedTypes = new();
    private readonly MarkDiagnostics _markDiagnostics = new();

    private MethodSelector(WeaverConfiguration configuration, Func<MethodDefinition, bool, Classification> classify)
    {
        _classify = classify;
        _includes = [.. configuration.Includes.Select(static rule => (rule, new RuleUsage(rule.Target, rule.Origin)))];
        _excludes = [.. configuration.Excludes.Select(static rule => (rule, new RuleUsage(rule.Target, rule.Origin)))];
        _redactions = [.. configuration.Redactions.Select(static rule => new RuleUsage(rule.Target, rule.Origin, rule.Parameter))];
    }

    /// <summary>Selects.</summary>
    /// <param name="module">The module; it is only read.</param>
    /// <param name="configuration">The rules.</param>
    /// <param name="classify">Whether and how a method can be woven, given whether an attribute on the member asks.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A <c>regex:</c> pattern backtracks without end.</exception>
    public static SelectionResult Select(ModuleDefinition module, WeaverConfiguration configuration, Func<MethodDefinition, bool, Classification> classify)
        => new MethodSelector(configuration, classify).Select(module);

    private SelectionResult Select(ModuleDefinition module)
    {
        var assemblyMark = module.Assembly is null ? null : TraceMark.On(module.Assembly);
        var written = new List<SourceMethod>();
        var verdicts = new List<MethodVerdict>();
        foreach (var method in module.GetTypes().SelectMany(static type => type.Methods))
        {
            var memberMark = CompilerArtefacts.IsExtensionSkeleton(method) ? null : MarkOnMember(method);
            if (CompilerArtefacts.IsExtensionSkeleton(method) || (memberMark is null && !CompilerArtefacts.IsWritten(method)))
            {
                continue;
            }

            var source = SourceMethod.Of(method);
            written.Add(source);
            verdicts.Add(Judge(source, memberMark, assemblyMark));
        }

        var rules = new List<RuleUsage>([.. _includes.Select(static include => include.Usage), .. _excludes.Select(static exclude => exclude.Usage), .. _redactions]);
        return new SelectionResult(verdicts, rules, [.. _markDiagnostics.All, .. _markedTypes.WithoutEffect(module), .. RuleDiagnostics.Of(rules, written)]);
    }

    // Every rule is asked, also where a stronger voice decides: the counts tell whether a rule matches anything at all.
    private MethodVerdict Judge(SourceMethod source, TraceMark? memberMark, TraceMark? assemblyMark)
    {
        var exclude = Matching(_excludes, source, static entry => entry.Usage).LastOrDefault();
        var includes = Matching(_includes, source, static entry => entry.Usage);
        var typeMark = _markedTypes.NearestTo(source.Definition, _markDiagnostics);
        var verdict = Decide(source, memberMark, typeMark, exclude.Rule, includes, assemblyMark);
        if (typeMark is { } marked)
        {
            _markedTypes.Note(marked.Type, verdict);
        }

        foreach (var include in includes)
        {
            include.Usage.Note(verdict);
        }

        return verdict;
    }

    private MethodVerdict Decide(
        SourceMethod source,
        TraceMark? memberMark,
        (TypeDefinition Type, TraceMark Mark)? typeMark,
        ExcludeRule? exclude,
        List<(IncludeRule Rule, RuleUsage Usage)> includes,
        TraceMark? assemblyMark)
    {
        if (memberMark is not null)
        {
            _markDiagnostics.Check(memberMark, source.DisplayName, SourceLocation.Of(source.Definition));
            return memberMark.IsTrace
                ? WithReducer(Weave(source, memberMark.Settings, new SelectionOrigin(true, "[Trace]")), memberMark.OutputReducer, source)
                : Excluded(source, new SelectionOrigin(true, "[NoTrace]"));
        }

        if (typeMark is { } marked)
        {
            var typeName = DeclaredNames.TypeNameOf(marked.Type);
            return marked.Mark.IsTrace
                ? WeaveUnlessLeftOut(source, marked.Mark.Settings, new SelectionOrigin(false, $"[Trace] on {typeName}"))
                : Excluded(source, new SelectionOrigin(false, $"[NoTrace] on {typeName}"));
        }

        if (exclude is not null)
        {
            return Excluded(source, new SelectionOrigin(false, exclude.Origin.Description));
        }

        if (includes.Count > 0)
        {
            var settings = includes.Aggregate(SpanSettings.None, static (weaker, include) => include.Rule.Settings.Over(weaker));
            return WeaveUnlessLeftOut(source, settings, new SelectionOrigin(false, includes[includes.Count - 1].Rule.Origin.Description));
        }

        return assemblyMark is { IsTrace: true }
            ? WeaveUnlessLeftOut(source, assemblyMark.Settings, new SelectionOrigin(false, "[assembly: Trace]"))
            : new MethodVerdict(source.Definition, MethodOutcome.NotAskedFor, null);
    }

    private MethodVerdict WeaveUnlessLeftOut(SourceMethod source, SpanSettings settings, SelectionOrigin origin)
        => DefaultExclusions.ReasonFor(source.Definition) is { } reason
            ? new MethodVerdict(source.Definition, MethodOutcome.LeftOut, origin) { LeftOutReason = reason }
            : Weave(source, settings, origin);

    private MethodVerdict Weave(SourceMethod source, SpanSettings settings, SelectionOrigin origin)
    {
        var classification = _classify(source.Definition, origin.Explicit);
        return classification.Strategy is { } strategy
            ? new MethodVerdict(source.Definition, MethodOutcome.Woven, origin) { Strategy = strategy, Span = SpanDefinitions.Build(source, settings, _redactions) }
            : new MethodVerdict(source.Definition, MethodOutcome.Skipped, origin) { SkipReason = classification.Reason };
    }

    private MethodVerdict WithReducer(MethodVerdict verdict, string? name, SourceMethod source)
    {
        if (name is null || verdict.Span is not { } span)
        {
            return verdict;
        }

        var (reducer, problem) = OutputReducers.Find(source.Definition, name);
        if (problem is not null)
        {
            _markDiagnostics.BadReducer(problem, SourceLocation.Of(source.Definition));
        }

        return verdict with { Span = span with { OutputReducer = reducer } };
    }

    private static MethodVerdict Excluded(SourceMethod source, SelectionOrigin origin)
        => new(source.Definition, MethodOutcome.Excluded, origin);

    private static List<TEntry> Matching<TEntry>(List<TEntry> entries, SourceMethod source, Func<TEntry, RuleUsage> usageOf)
    {
        var matching = entries.FindAll(entry => source.Matches(usageOf(entry).Target));
        foreach (var entry in matching)
        {
            usageOf(entry).Count();
        }

        return matching;
    }

    private static TraceMark? MarkOnMember(MethodDefinition method)
        => TraceMark.On(method) ?? (Accessors.OwnerOf(method) is { } owner ? TraceMark.On(owner) : null);
}
