using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FLChain.Cli.Consortium;

/// <summary>The port of the last run, so that whoever holds an address finds it again.</summary>
/// <param name="directory">Folder of the consortium.</param>
/// <param name="name">What listens there.</param>
internal sealed class RememberedPort(string directory, string name)
{
    private readonly string _file = Path.Combine(directory, name + "-port");

    public void Remember(int port) => File.WriteAllText(_file, port.ToString(CultureInfo.InvariantCulture));

    /// <summary>The port that is asked for; where none is (0), that of the last run if it is still free, else 0.</summary>
    public int Choose(int asked) => asked > 0 ? asked : OfLastRun();

    private int OfLastRun()
    {
        if (!File.Exists(_file) || !int.TryParse(File.ReadAllText(_file), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
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
}
