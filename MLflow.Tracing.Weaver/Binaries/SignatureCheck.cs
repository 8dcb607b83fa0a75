using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>
/// Looks for signatures that name type parameters by numbers no type and no method can have. Cecil would make every parameter up to that number,
/// half a billion at worst: the process would run out of memory long before anything could be reported.
/// </summary>
internal static class SignatureCheck
{
    // GenericParam.Number is two bytes wide: ECMA-335, II.22.20.
    private const int LastNumber = ushort.MaxValue;

    /// <summary>Whether the signatures of an image can be read by Cecil in reasonable time and memory. What is wrong with them otherwise, Cecil will say.</summary>
    public static bool IsSound(byte[] image)
    {
        try
        {
            using var file = new PEReader(ImmutableArray.Create(image));
            var metadata = file.GetMetadataReader();
            return Signatures(metadata).All(IsReadable);
        }
#pragma warning disable CA1031 // the reader of a damaged file may throw anything; Cecil has the last word on it
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    // Lazily, one at a time: decoding is where a number shows.
    private static IEnumerable<Action<Numbers>> Signatures(MetadataReader metadata)
    {
        foreach (var handle in metadata.MethodDefinitions)
        {
            yield return numbers => metadata.GetMethodDefinition(handle).DecodeSignature(numbers, null);
        }

        foreach (var handle in metadata.FieldDefinitions)
        {
            yield return numbers => metadata.GetFieldDefinition(handle).DecodeSignature(numbers, null);
        }

        foreach (var handle in metadata.PropertyDefinitions)
        {
            yield return numbers => metadata.GetPropertyDefinition(handle).DecodeSignature(numbers, null);
        }

        foreach (var handle in metadata.MemberReferences)
        {
            yield return numbers =>
            {
                var member = metadata.GetMemberReference(handle);
                _ = member.GetKind() == MemberReferenceKind.Field ? (object)member.DecodeFieldSignature(numbers, null) : member.DecodeMethodSignature(numbers, null);
            };
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var handle = MetadataTokens.TypeSpecificationHandle(row);
            yield return numbers => metadata.GetTypeSpecification(handle).DecodeSignature(numbers, null);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            yield return numbers => metadata.GetMethodSpecification(handle).DecodeSignature(numbers, null);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.StandAloneSig); row++)
        {
            var signature = metadata.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row));
            yield return numbers => _ = signature.GetKind() == StandaloneSignatureKind.Method ? (object)signature.DecodeMethodSignature(numbers, null) : signature.DecodeLocalSignature(numbers, null);
        }
    }

    private static bool IsReadable(Action<Numbers> signature)
    {
        var numbers = new Numbers();
        try
        {
            signature(numbers);
            return numbers.AreSound;
        }
#pragma warning disable CA1031 // as above; the numbers up to there have been seen
        catch (Exception)
#pragma warning restore CA1031
        {
            return numbers.AreSound;
        }
    }

    /// <summary>Takes the numbers of type parameters out of signatures, and nothing else.</summary>
    private sealed class Numbers : ISignatureTypeProvider<byte, object?>
    {
        public bool AreSound { get; private set; } = true;

        public byte GetGenericMethodParameter(object? genericContext, int index) => Note(index);

        public byte GetGenericTypeParameter(object? genericContext, int index) => Note(index);

        public byte GetArrayType(byte elementType, ArrayShape shape) => 0;

        public byte GetByReferenceType(byte elementType) => 0;

        public byte GetFunctionPointerType(MethodSignature<byte> signature) => 0;

        public byte GetGenericInstantiation(byte genericType, ImmutableArray<byte> typeArguments) => 0;

        public byte GetModifiedType(byte modifier, byte unmodifiedType, bool isRequired) => 0;

        public byte GetPinnedType(byte elementType) => 0;

        public byte GetPointerType(byte elementType) => 0;

        public byte GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public byte GetSZArrayType(byte elementType) => 0;

        public byte GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => 0;

        public byte GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        // A row of its own.
        public byte GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 0;

        private byte Note(int number)
        {
            AreSound &= number <= LastNumber;
            return 0;
        }
    }
}
