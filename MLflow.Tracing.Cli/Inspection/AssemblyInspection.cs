using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ICSharpCode.Decompiler.Disassembler;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>Reads what the weaver left in a file: its mark, and the descriptors of woven methods.</summary>
internal static class AssemblyInspection
{
    private const string GeneratedNamespace = "MLflow.Tracing.Generated";

    /// <summary>Reads a file, which is not loaded.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static InspectedAssembly? Read(string path, out WeaverDiagnostic? problem)
    {
        problem = null;
        try
        {
            var image = File.ReadAllBytes(path);
            var refusal = ImageHeaders.KindOf(image) switch
            {
                ImageKind.NoAssembly => InputTexts.NoAssembly(),
                ImageKind.Bundle => InputTexts.Bundle(),
                _ => null,
            };
            problem = refusal?.At(path);
            return problem is null ? Read(path, image) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problem = InputTexts.Unreadable(refused.Message).At(path);
            return null;
        }
        catch (Exception damage) when (damage is BadImageFormatException or InvalidOperationException or ArgumentException or InvalidCastException)
        {
            problem = InputTexts.Damaged(damage.Message).At(path);
            return null;
        }
    }

    private static InspectedAssembly Read(string path, byte[] image)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        var metadata = file.GetMetadataReader();
        var name = metadata.GetAssemblyDefinition().GetAssemblyName().FullName;
        return WovenMarking.On(metadata) is { } mark
            ? new InspectedAssembly(path, name, mark, Methods(file, metadata)) { TracesLlmCalls = metadata.MemberReferences.Any(member => WovenHooks.TypeOf(metadata, member) == nameof(ProgramStart)) }
            : new InspectedAssembly(path, name, null, []);
    }

    private static List<InspectedMethod> Methods(PEReader file, MetadataReader metadata)
    {
        List<(FieldDefinitionHandle Field, List<string> Texts, int Flags)> descriptors =
        [
            .. from type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
               where metadata.StringComparer.Equals(type.Namespace, GeneratedNamespace)
               from method in type.GetMethods().Select(metadata.GetMethodDefinition)
               where metadata.StringComparer.Equals(method.Name, ".cctor")
               from descriptor in Descriptors(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), metadata)
               where descriptor.Texts.Count == 4
               select descriptor,
        ];
        var hooks = new WovenHooks(file, metadata, descriptors.Select(static descriptor => descriptor.Field));
        return
        [
            .. descriptors.Select(descriptor => new InspectedMethod(
                descriptor.Texts[2],
                descriptor.Texts[0],
                descriptor.Texts[1],
                descriptor.Texts[3].Split('\n', StringSplitOptions.RemoveEmptyEntries),
                (TraceSiteFlags)descriptor.Flags,
                hooks.StrategyOf(descriptor.Field))),
        ];
    }

    // ldstr name, ldstr type, ldstr function, ldstr parameters, ldc flags, newobj, stsfld: one descriptor after the other.
    private static IEnumerable<(FieldDefinitionHandle Field, List<string> Texts, int Flags)> Descriptors(BlobReader code, MetadataReader metadata)
    {
        var texts = new List<string>();
        var flags = 0;
        while (code.RemainingBytes > 0)
        {
            var instruction = code.DecodeOpCode();
            switch (instruction)
            {
                case ILOpCode.Ldstr:
                    texts.Add(code.DecodeUserString(metadata));
                    break;
                case >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8:
                    flags = instruction - ILOpCode.Ldc_i4_0;
                    break;
                case ILOpCode.Ldc_i4_s:
                    flags = code.ReadSByte();
                    break;
                case ILOpCode.Ldc_i4:
                    flags = code.ReadInt32();
                    break;
                case ILOpCode.Stsfld:
                    yield return ((FieldDefinitionHandle)MetadataTokens.EntityHandle(code.ReadInt32()), texts, flags);
                    texts = [];
                    break;
                default:
                    code.SkipOperand(instruction);
                    break;
            }
        }
    }
}
