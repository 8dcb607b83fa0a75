using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Tests.BadInput;

/// <summary>One change to the bytes of an assembly; the same seed makes the same change.</summary>
internal static class Mutation
{
    private static readonly byte[] s_telling = [0x00, 0x01, 0x02, 0x06, 0x0F, 0x10, 0x11, 0x12, 0x15, 0x1D, 0x1F, 0x20, 0x26, 0x2A, 0x2B, 0x38, 0x45, 0x7F, 0x80, 0xC0, 0xDC, 0xDD, 0xFE, 0xFF];

    /// <summary>Changes a copy.</summary>
    /// <returns>The mutant, and what was done to it.</returns>
    public static (byte[] Image, string What) Of(byte[] original, int seed)
    {
        var random = new Random(seed);
        byte[] image = [.. original];
        switch (random.Next(10))
        {
            case 0:
                var length = random.Next(image.Length);
                return (image[..length], $"cut off at {length}");
            case 1:
                var (start, end) = (random.Next(image.Length), random.Next(1, 64));
                image.AsSpan(start, Math.Min(end, image.Length - start)).Clear();
                return (image, $"{end} bytes zeroed at {start}");
            case 2 or 3:
                return (image, Change(image, 0, image.Length, random, "anywhere"));
            case 4 or 5 or 6:
                var (metadata, size) = Metadata(original);
                return (image, Change(image, metadata, size, random, "metadata"));
            default:
                var bodies = Bodies(original);
                var (body, bytes) = bodies[random.Next(bodies.Count)];
                return (image, Change(image, body, bytes, random, "code"));
        }
    }

    private static string Change(byte[] image, int start, int size, Random random, string where)
    {
        var changes = new List<string>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = start + random.Next(size);
            image[at] = random.Next(2) == 0 ? s_telling[random.Next(s_telling.Length)] : (byte)random.Next(256);
            changes.Add($"{at}={image[at]:x2}");
        }

        return $"{where}: {string.Join(", ", changes)}";
    }

    private static (int Start, int Size) Metadata(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        return (file.PEHeaders.MetadataStartOffset, file.PEHeaders.MetadataSize);
    }

    private static List<(int Start, int Size)> Bodies(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MethodDefinitions
               let address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress
               where address != 0
               let section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)]
               select (address - section.VirtualAddress + section.PointerToRawData, file.GetMethodBody(address).Size),
        ];
    }
}
