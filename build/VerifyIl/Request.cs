namespace MLflow.Tracing.VerifyIl;

/// <summary>What the command line asks for.</summary>
internal sealed record Request(IReadOnlyList<Subject> Subjects)
{
    public const string Usage = """
        Usage: build/verify-il.sh PATH... [--baseline PATH]

        Looks for what weaving may have broken in an assembly, or in each woven assembly of a folder:
          I  stack heights and kinds, as a decompiler reads them
          J  whether the run-time compiles every method
          M  types on the stack, as mono's peverify checks them
          P  sequence points, scopes, locals and await points

        --baseline PATH  the assembly before weaving, or a folder with the assemblies of the same names:
                         what is found there, too, does not count, and P compares the symbols.

        Exit code: 0 nothing found, 1 findings, 2 bad input.
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BadRequestException">It makes no sense, or names what is not there.</exception>
    public static Request Parse(IReadOnlyList<string> arguments)
    {
        var paths = new List<string>();
        string? baseline = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--baseline")
            {
                baseline = ++i < arguments.Count && baseline is null ? arguments[i] : throw new BadRequestException("--baseline takes one path, once.");
            }
            else if (arguments[i].StartsWith('-'))
            {
                throw new BadRequestException($"there is no option '{arguments[i]}'.\n{Usage}");
            }
            else
            {
                paths.Add(arguments[i]);
            }
        }

        if (paths.Count == 0)
        {
            throw new BadRequestException($"no path was given.\n{Usage}");
        }

        return new Request([.. paths.SelectMany(WovenAssemblies.At).Select(assembly => new Subject(assembly, baseline is null ? null : WovenAssemblies.Counterpart(assembly, baseline)))]);
    }
}
