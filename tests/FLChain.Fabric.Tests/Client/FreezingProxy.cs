using System.Net;
using System.Net.Sockets;

namespace FLChain.Fabric.Tests.Client;

/// <summary>
/// Stands between client and peer and can stop passing on what is sent, in both directions, without closing anything: what a
/// frozen machine or a firewall that forgets looks like from outside.
/// </summary>
internal sealed class FreezingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();
    private int _connections;

    public FreezingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"{_target.Scheme}://{_listener.LocalEndpoint}");

    /// <summary>How many connections were made through it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Freeze() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                passing.Add(ServeAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var peer = new TcpClient();
        using (client)
        {
            await peer.ConnectAsync(_target.Host, _target.Port, _end.Token);
            await Task.WhenAny(PassAsync(client.GetStream(), peer.GetStream()), PassAsync(peer.GetStream(), client.GetStream()));
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
            {
                await _open.Task.WaitAsync(_end.Token);
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone, or the test is over.
        }
    }
}
