using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Weaves one method by its strategy, or leaves it exactly as it was.</summary>
internal sealed class MethodEmitter(CoreReferences core, DescriptorHolders holders, AmbientVisibility visibility, ExceptionHooks exceptions)
{
    /// <summary>Weaves a method.</summary>
    /// <returns>Why it was left alone, or <see langword="null"/> when it was woven.</returns>
    public SkipReason? Emit(SelectedMethod selected)
    {
        MethodDefinition method = selected.Method;
        var snapshots = new List<BodySnapshot>();
        try
        {
            snapshots.Add(BodySnapshot.Of(method));
            if (selected.StateMachine is { } machine)
            {
                snapshots.Add(BodySnapshot.Of(machine.MoveNext));
            }

            SiteFlags flags = Flags(selected);
            var parameters = new CapturedParameters(method, selected.Span);
            Descriptor site = holders.Create();
            Weave(selected, new WovenMethod(method, selected.Span, site.Field, parameters, core, exceptions));
            holders.Add(site, method, new SiteText(selected.Span.Name, selected.Span.SpanType, SourceMethod.DisplayNameOf(method), parameters.Names, flags)
            {
                SamplingRatio = selected.Span.SamplingRatio,
            });
            return null;
        }
#pragma warning disable CA1031 // whatever goes wrong in one method, the others are woven and the build goes on; the reason is reported
        catch (Exception exception)
#pragma warning restore CA1031
        {
            snapshots.ForEach(s => s.Restore());
            if (selected.StateMachine is { } machine)
            {
                AsyncStateMachineEmitter.Withdraw(machine);
            }

            return ShapeReasons.Unforeseen(method, exception);
        }
    }

    private static void Weave(SelectedMethod selected, WovenMethod woven)
    {
        switch (selected.Strategy)
        {
            case WeavingStrategy.AsyncStateMachine:
                AsyncStateMachineEmitter.Emit(woven, selected.StateMachine ?? throw new UnsupportedShapeException("its state machine was not recognised"));
                break;
            case WeavingStrategy.Iterator:
                IteratorEmitter.Emit(woven);
                break;
            case WeavingStrategy.TaskReturning:
                TaskReturningEmitter.Emit(woven);
                break;
            default:
                SynchronousEmitter.Emit(woven);
                break;
        }
    }

    private SiteFlags Flags(SelectedMethod selected)
    {
        SiteFlags flags = SiteFlags.None;
        Set(SiteFlags.InputsOff, !selected.Span.CaptureInputs);
        Set(SiteFlags.OutputsOff, !selected.Span.CaptureOutputs);
        Set(SiteFlags.OutputsRedacted, selected.Span is { CaptureOutputs: true, RedactResult: true });
        Set(SiteFlags.ObserveFaults, selected.Span.ObserveFaults && selected.Strategy == WeavingStrategy.TaskReturning);
        Set(SiteFlags.CustomBuilder, selected.StateMachine is { HasPlatformBuilder: false });
        Set(SiteFlags.Leaf, selected.Strategy == WeavingStrategy.Synchronous && !visibility.CanBeSeenFrom(selected.Method));
        return flags;

        void Set(SiteFlags flag, bool condition) => flags |= condition ? flag : SiteFlags.None;
    }
}
