using FLChain.EndToEnd.Tests.Federations;

namespace FLChain.EndToEnd.Tests.Market;

/// <summary>Members that deliver for as long as this lives.</summary>
internal sealed class Selling : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _services;

    public Selling(IEnumerable<TestMember> members) =>
        _services = Task.WhenAll(members.Select(member => member.Federation.ServeSalesAsync(_stop.Token)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _services);
        _stop.Dispose();
    }
}
