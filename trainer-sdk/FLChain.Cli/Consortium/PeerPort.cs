using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FLChain.Cli.Consortium;

/// <summary>The port of the last run, so that scripts which hold an options file find the peer again.</summary>
internal static class PeerPort
{
    public static void Remember(string directory, int port) => File.WriteAllText(FileIn(directory), port.ToString(CultureInfo.InvariantCulture));

    /// <summary>The port of the last run if it is still free, else 0.</summary>
    public static int OfLastRun(string directory)
    {
        var file = FileIn(directory);
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return 0;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return port;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static string FileIn(string directory) => Path.Combine(directory, "peer-port");
}
