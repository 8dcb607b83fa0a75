using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>
/// Looks for damage that Cecil does not complain about. It makes every type parameter up to the number that a signature names, half a billion at worst, and the process
/// would run out of memory long before anything could be reported; and it leaves out types that are nested nowhere, so that what refers to them would refer to others.
/// </summary>
internal static class MetadataCheck
{
    // GenericParam.Number is two bytes wide: ECMA-335, II.22.20.
    private const int LastNumber = ushort.MaxValue;

    private const int DeepestNesting = 1000;

    /// <summary>What is wrong with the tables and signatures of an image; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemOf(byte[] image)
    {
        try
        {
            using var file = new PEReader(ImmutableArray.Create(image));
            var metadata = file.GetMetadataReader();
            var reader = new SignatureReader();
            return metadata.TypeDefinitions.Select(type => NestingProblemOf(metadata, type)).Concat(Signatures(metadata).Select(signature => ProblemOf(signature, reader))).FirstOrDefault(static problem => problem is not null);
        }
#pragma warning disable CA1031 // the reader of a damaged file may throw anything
        catch (Exception damage)
#pragma warning restore CA1031
        {
            return damage.Message;
        }
    }

    private static string? NestingProblemOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var around = type.GetDeclaringType();
        if ((type.Attributes & TypeAttributes.VisibilityMask) > TypeAttributes.Public == around.IsNil)
        {
            return $"the type {metadata.GetString(type.Name)} is nested by one table and not by another";
        }

        for (var depth = 0; !around.IsNil; around = metadata.GetTypeDefinition(around).GetDeclaringType())
        {
            if (++depth > DeepestNesting)
            {
                return $"the type {metadata.GetString(type.Name)} is nested in itself";
            }
        }

        return null;
    }

    // Lazily, one at a time: decoding is where a number shows.
    private static IEnumerable<Action<SignatureReader>> Signatures(MetadataReader metadata)
    {
        foreach (var handle in metadata.MethodDefinitions)
        {
            yield return reader => metadata.GetMethodDefinition(handle).DecodeSignature(reader, null);
        }

        foreach (var handle in metadata.FieldDefinitions)
        {
            yield return reader => metadata.GetFieldDefinition(handle).DecodeSignature(reader, null);
        }

        foreach (var handle in metadata.PropertyDefinitions)
        {
            yield return reader => metadata.GetPropertyDefinition(handle).DecodeSignature(reader, null);
        }

        foreach (var handle in metadata.MemberReferences)
        {
            yield return reader =>
            {
                var member = metadata.GetMemberReference(handle);
                _ = member.GetKind() == MemberReferenceKind.Field ? (object)member.DecodeFieldSignature(reader, null) : member.DecodeMethodSignature(reader, null);
            };
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var handle = MetadataTokens.TypeSpecificationHandle(row);
            yield return reader => metadata.GetTypeSpecification(handle).DecodeSignature(reader, null);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            yield return reader => metadata.GetMethodSpecification(handle).DecodeSignature(reader, null);
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.StandAloneSig); row++)
        {
            var signature = metadata.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row));
            yield return reader => DecodeStandalone(metadata, signature, reader);
        }
    }

    // Compilers also leave types of constants here, in the form of a field's signature.
    private static void DecodeStandalone(MetadataReader metadata, StandaloneSignature signature, SignatureReader reader)
    {
        var blob = metadata.GetBlobReader(signature.Signature);
        switch (blob.ReadSignatureHeader().Kind)
        {
            case SignatureKind.LocalVariables:
                signature.DecodeLocalSignature(reader, null);
                break;
            case SignatureKind.Method:
                signature.DecodeMethodSignature(reader, null);
                break;
            default:
                blob.Reset();
                new SignatureDecoder<byte, object?>(reader, metadata, null).DecodeFieldSignature(ref blob);
                break;
        }
    }

    private static string? ProblemOf(Action<SignatureReader> signature, SignatureReader reader)
    {
        try
        {
            signature(reader);
            return null;
        }
        catch (BadImageFormatException damage)
        {
            return damage.Message;
        }
    }

    /// <summary>Looks at the numbers of type parameters, and whether all signatures agree on what is a value type; Cecil keeps one answer for each type.</summary>
    private sealed class SignatureReader : ISignatureTypeProvider<byte, object?>
    {
        // Of a modifier a signature does not say it.
        private const byte Unsaid = 0;

        private readonly Dictionary<EntityHandle, byte> _kinds = [];

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

        public byte GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Check(handle, rawTypeKind);

        public byte GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Check(handle, rawTypeKind);

        // A row of its own.
        public byte GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 0;

        private static byte Check(int number)
            => number <= LastNumber ? default(byte) : throw new BadImageFormatException($"a signature names type parameter number {number}");

        private byte Check(EntityHandle type, byte kind)
        {
            if (kind == Unsaid)
            {
                return 0;
            }

            if (!_kinds.TryGetValue(type, out var known))
            {
                _kinds.Add(type, kind);
            }
            else if (known != kind)
            {
                throw new BadImageFormatException("signatures disagree on whether a type is a value type");
            }

            return 0;
        }
    }
}
