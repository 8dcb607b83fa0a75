// A type that carries the name of one in a package the tests do not reference: the deny list knows it by name.
namespace Microsoft.EntityFrameworkCore;

internal abstract class DbContext
{
    public object Database => throw new InvalidOperationException("must not be read");
}
