using MLflow.Tracing.Tests.Gates;
using MLflow.Tracing.VerifyIl;

const int Sound = 0;
const int HasFindings = 1;
const int BadInput = 2;

if (args is ["-h"] or ["--help"])
{
    Console.WriteLine(Request.Usage);
    return Sound;
}

try
{
    IGate[] gates = [new IlReaderGate(), new PrepareGate(includesNetFramework: false), new PeVerifyGate(), new SymbolGate()];
    int findings = Request.Parse(args).Subjects.Sum(subject => Verification.Run(subject, gates, Console.Out));
    Console.WriteLine(findings == 0 ? "No findings." : $"{findings} findings.");
    return findings == 0 ? Sound : HasFindings;
}
catch (Exception exception) when (exception is BadRequestException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"verify-il: {exception.Message}");
    return BadInput;
}
