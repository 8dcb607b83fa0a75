using System.Text;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>Reads from a file's first bytes what kind of image it is; whatever is out of place makes it no assembly.</summary>
internal static class ImageHeaders
{
    private const int PointerToSignature = 0x3C;
    private const int Signature = 0x00004550;
    private const int CoffHeaderSize = 24;
    private const int SectionHeaderSize = 40;
    private const int Pe32Plus = 0x20B;
    private const int CliDirectory = 14;
    private const int IsIlOnly = 1;

    // What the .NET host looks for in itself; the eight bytes before it are the place of the bundle, or zero.
    private static readonly byte[] s_bundleMark =
    [
        0x8B, 0x12, 0x02, 0xB9, 0x6A, 0x61, 0x20, 0x38, 0x72, 0x7B, 0x93, 0x02, 0x14, 0xD7, 0xA0, 0x32,
        0x13, 0xF5, 0xB9, 0xE6, 0xEF, 0xAE, 0x33, 0x18, 0xEE, 0x3B, 0x2D, 0xCE, 0x24, 0xB3, 0x6A, 0xAE,
    ];

    /// <summary>The kind of an image.</summary>
    /// <param name="image">The whole file.</param>
    public static ImageKind KindOf(byte[] image)
    {
        if (CliHeaderOf(image) is not { } header)
        {
            return IsBundle(image) ? ImageKind.Bundle : ImageKind.NoAssembly;
        }

        // A mixed-mode image has a native header too; the flag tells the two apart only where ReadyToRun says so itself.
        var managedNativeHeader = OffsetOf(image, Number(image, header + 64) ?? 0);
        if (managedNativeHeader is { } native && native + 4 <= image.Length && Encoding.ASCII.GetString(image, native, 3) == "RTR")
        {
            return ImageKind.ReadyToRun;
        }

        return ((Number(image, header + 16) ?? 0) & IsIlOnly) == 0 ? ImageKind.MixedMode : ImageKind.Managed;
    }

    private static int? CliHeaderOf(byte[] image)
    {
        if (CoffHeaderOf(image) is not { } coff)
        {
            return null;
        }

        var optional = coff + CoffHeaderSize;
        var directories = optional + (Short(image, optional) == Pe32Plus ? 112 : 96);
        return Number(image, directories + (8 * CliDirectory)) is { } address and not 0 ? OffsetOf(image, address) : null;
    }

    private static int? CoffHeaderOf(byte[] image)
        => image.Length > PointerToSignature + 4 && image[0] == 'M' && image[1] == 'Z' && Number(image, PointerToSignature) is { } start && Number(image, start) == Signature ? start : null;

    // The place in the file of an address in memory.
    private static int? OffsetOf(byte[] image, int address)
    {
        if (address == 0 || CoffHeaderOf(image) is not { } coff || Short(image, coff + 6) is not { } count || Short(image, coff + 20) is not { } optionalSize)
        {
            return null;
        }

        for (var index = 0; index < count; index++)
        {
            var section = coff + CoffHeaderSize + optionalSize + (SectionHeaderSize * index);
            if (Number(image, section + 12) is { } start && Number(image, section + 16) is { } size && Number(image, section + 20) is { } place
                && address >= start && address - start < size && place >= 0 && (long)address - start + place < image.Length)
            {
                return address - start + place;
            }
        }

        return null;
    }

    private static bool IsBundle(byte[] image)
    {
        for (var at = Array.IndexOf(image, s_bundleMark[0], Math.Min(8, image.Length)); at >= 0 && at + s_bundleMark.Length <= image.Length; at = Array.IndexOf(image, s_bundleMark[0], at + 1))
        {
            if (new ArraySegment<byte>(image, at, s_bundleMark.Length).SequenceEqual(s_bundleMark))
            {
                return BitConverter.ToInt64(image, at - 8) != 0;
            }
        }

        return false;
    }

    private static int? Number(byte[] image, int at) => at >= 0 && at <= image.Length - 4 ? BitConverter.ToInt32(image, at) : null;

    private static int? Short(byte[] image, int at) => at >= 0 && at <= image.Length - 2 ? BitConverter.ToUInt16(image, at) : null;
}
