using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>
/// Looks for damaged tables and signatures. Cecil reads on where a stricter reader stops, and makes every type parameter up to the number that it then finds, half a
/// billion at worst: the process would run out of memory long before anything could be reported.
/// </summary>
internal static class SignatureCheck
{
    // GenericParam.Number is two bytes wide: ECMA-335, II.22.20.
    private const int LastNumber = ushort.MaxValue;

    /// <summary>What is wrong with the signatures of an image, or with the tables that lead to them; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemOf(byte[] image)
    {
        try
        {
            using var file = new PEReader(ImmutableArray.Create(image));
            var metadata = file.GetMetadataReader();
            return Signatures(metadata).Select(ProblemOf).FirstOrDefault(static problem => problem is not null);
        }
#pragma warning disable CA1031 // the reader of a damaged file may throw anything
        catch (Exception damage)
#pragma warning restore CA1031
        {
            return damage.Message;
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
            yield return numbers => DecodeStandalone(metadata, signature, numbers);
        }
    }

    // Compilers also leave types of constants here, in the form of a field's signature.
    private static void DecodeStandalone(MetadataReader metadata, StandaloneSignature signature, Numbers numbers)
    {
        var blob = metadata.GetBlobReader(signature.Signature);
        switch (blob.ReadSignatureHeader().Kind)
        {
            case SignatureKind.LocalVariables:
                signature.DecodeLocalSignature(numbers, null);
                break;
            case SignatureKind.Method:
                signature.DecodeMethodSignature(numbers, null);
                break;
            default:
                blob.Reset();
                new SignatureDecoder<byte, object?>(numbers, metadata, null).DecodeFieldSignature(ref blob);
                break;
        }
    }

    private static string? ProblemOf(Action<Numbers> signature)
    {
        try
        {
            signature(new Numbers());
            return null;
        }
        catch (BadImageFormatException damage)
        {
            return damage.Message;
        }
    }

    /// <summary>Looks at the numbers of type parameters, and at nothing else.</summary>
    private sealed class Numbers : ISignatureTypeProvider<byte, object?>
    {
        public byte GetGenericMethodParameter(object? genericContext, int index) => Check(index);

        public byte GetGenericTypeParameter(object? genericContext, int index) => Check(index);

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

        private static byte Check(int number)
            => number <= LastNumber ? default(byte) : throw new BadImageFormatException($"a signature names type parameter number {number}");
    }
}
