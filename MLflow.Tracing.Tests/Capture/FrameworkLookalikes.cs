// Types that carry the names of packages the tests do not reference: the deny list knows them by name.

namespace Microsoft.EntityFrameworkCore
{
    internal abstract class DbContext
    {
        public object Database => throw new InvalidOperationException("must not be read");
    }
}

namespace System
{
    internal sealed class BinaryData(byte[] bytes, string? mediaType = null)
    {
        public string? MediaType => mediaType;

        public ReadOnlyMemory<byte> ToMemory() => bytes;

        public override string ToString() => Text.Encoding.UTF8.GetString(bytes);
    }
}
