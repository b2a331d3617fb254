using System.Runtime.ExceptionServices;

namespace FLChain.Cli.Demo;

/// <summary>
/// Runs the scripts of several parties beside each other. Parties wait for each other, for hours if the deadlines of the
/// terms are long: so the first script that fails ends the others.
/// </summary>
internal static class Together
{
    /// <summary>Runs the scripts to their ends.</summary>
    /// <param name="parties">Whose scripts.</param>
    /// <param name="script">What each does, with the token that ends it.</param>
    /// <param name="cancellationToken">Ends all.</param>
    /// <returns>What they gave, in the order of the parties.</returns>
    /// <exception cref="Exception">That of the script which failed first, when all have ended.</exception>
    public static async Task<T[]> RunAsync<TParty, T>(IEnumerable<TParty> parties, Func<TParty, CancellationToken, Task<T>> script, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        var running = parties.Select(WatchedAsync).ToArray();
        try
        {
            return await Task.WhenAll(running);
        }
        catch
        {
            failure?.Throw();
            throw;
        }

        async Task<T> WatchedAsync(TParty party)
        {
            try
            {
                return await Task.Run(() => script(party, ending.Token), ending.Token);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                await ending.CancelAsync();
                throw;
            }
        }
    }
}
