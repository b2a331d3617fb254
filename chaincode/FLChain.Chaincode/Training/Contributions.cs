using FLChain.Chaincode.Infrastructure;
using FLChain.Core.Errors;
using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The masked gradients of an iteration. Whose count is fixed as soon as every active member has given one, or when the
/// gradient phase has expired; nothing but these entries says so, so that no two members write one key.
/// </summary>
/// <param name="Entries">The gradients that are there, by author.</param>
/// <param name="Fixed">Whose gradients make the sum, in order; null while the phase goes on.</param>
/// <param name="Missing">Active members that gave nothing before the phase expired, in order.</param>
/// <param name="Since">When the set was fixed and aggregation began, Unix milliseconds; 0 before.</param>
internal sealed record Contributions(IReadOnlyList<GradientEntry> Entries, IReadOnlyList<string>? Fixed, IReadOnlyList<string> Missing, long Since)
{
    /// <summary>What the entries say.</summary>
    /// <param name="active">Members whom the iteration waits for.</param>
    /// <param name="entries">In the order of their authors.</param>
    /// <param name="expired">What expiry fixed, if it did.</param>
    public static Contributions Of(IReadOnlyList<string> active, IReadOnlyList<GradientEntry> entries, ContributorsRecord? expired)
    {
        if (expired is not null) return new Contributions(entries, expired.Contributors, expired.Missing, expired.At);
        var authors = entries.Select(entry => entry.Author).ToArray();
        return authors.Order(StringComparer.Ordinal).SequenceEqual(active, StringComparer.Ordinal)
            ? new Contributions(entries, authors, [], entries.Max(entry => entry.At))
            : new Contributions(entries, null, [], 0);
    }

    public static async Task<Contributions> ReadAsync(LedgerContext context, OpenRound round)
    {
        var entries = await context.ListAsync<GradientEntry>(Keys.Gradients(round.Fid, round.Iteration), round.Model.Dps.Count);
        var expired = await context.GetAsync<ContributorsRecord>(Keys.Contributors(round.Fid, round.Iteration));
        return Of(round.Active, entries, expired);
    }

    /// <summary>Whose gradients make the sum, once that stands.</summary>
    public IReadOnlyList<string> RequireFixed() =>
        Fixed ?? throw new ContractException(ErrorCodes.WrongPhase, "the masked gradients are not complete yet and their phase has not expired");

    /// <summary>Active members whose gradient is not there.</summary>
    public IReadOnlyList<string> NotYet(IReadOnlyList<string> active) =>
        [.. active.Except(Entries.Select(entry => entry.Author), StringComparer.Ordinal)];

    /// <summary>The entries of the contributors, in their order.</summary>
    public IReadOnlyList<GradientEntry> FixedEntries() =>
        [.. RequireFixed().Select(author => Entries.First(entry => string.Equals(entry.Author, author, StringComparison.Ordinal)))];
}
