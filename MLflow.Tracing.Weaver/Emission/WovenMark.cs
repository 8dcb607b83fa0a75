using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Marks a module as woven, with the run-time defaults from the configuration (B21).</summary>
internal static class WovenMark
{
    /// <summary>Adds the assembly attribute.</summary>
    public static void Add(ModuleDefinition module, CoreReferences core, WeavingPlan plan)
    {
        TypeReference text = module.TypeSystem.String;
        var mark = new CustomAttribute(core.WovenConstructor)
        {
            ConstructorArguments = { new CustomAttributeArgument(text, EngineVersion.Current), new CustomAttributeArgument(text, plan.ConfigurationHash) },
        };
        AddIfSet("TrackingUri", plan.Defaults.TrackingUri);
        AddIfSet("ExperimentId", plan.Defaults.ExperimentId);
        AddIfSet("ExperimentName", plan.Defaults.ExperimentName);
        module.Assembly.CustomAttributes.Add(mark);

        void AddIfSet(string property, string? value)
        {
            if (value is not null)
            {
                mark.Properties.Add(new CustomAttributeNamedArgument(property, new CustomAttributeArgument(text, value)));
            }
        }
    }
}
