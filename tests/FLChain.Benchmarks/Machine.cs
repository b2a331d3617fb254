using System.Security.Cryptography;

namespace FLChain.Benchmarks;

/// <summary>What figures depend on besides the sources.</summary>
/// <param name="Processor">The processor's model.</param>
/// <param name="ProcessorCount">Processors.</param>
/// <param name="OpenSsl">Version of OpenSSL.</param>
/// <param name="Runtime">Version of .NET.</param>
internal sealed record Machine(string Processor, int ProcessorCount, string OpenSsl, string Runtime)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Machine Here() => new(
        ProcessorModel(),
        Environment.ProcessorCount,
        OperatingSystem.IsWindows() ? "none" : OpenSslVersion(SafeEvpPKeyHandle.OpenSslVersion),
        Environment.Version.ToString());

    private static string ProcessorModel() =>
        File.Exists(ProcessorFile) && File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    // OPENSSL_VERSION_NUMBER of OpenSSL 3: four bits major, eight minor, eight of nothing, eight patch, four of nothing.
    private static string OpenSslVersion(long number) => $"{number >> 28}.{(number >> 20) & 0xff}.{(number >> 4) & 0xff}";
}
