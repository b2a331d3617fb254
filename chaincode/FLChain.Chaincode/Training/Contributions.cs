using FLChain.Chaincode.Federation;
using FLChain.Chaincode.Misbehavior;

namespace FLChain.Chaincode.Training;

/// <summary>
/// The masked gradients of an iteration. Whose count is fixed as soon as every active member that was not expelled has
/// given one, or when the gradient phase has expired; nothing but these entries says so, so that no two members write one
/// key. What was fixed stays: the expelled give nothing any more, and what they gave before stays in the sum.
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
    /// <param name="expelled">Members that the federation goes on without.</param>
    /// <param name="fewest">Fewest gradients in a sum that does not wait for the expelled: with fewer only expiry ends the phase, and the federation with it. Nothing where nobody is expelled.</param>
    /// <param name="expired">What expiry fixed, if it did.</param>
    public static Contributions Of(
        IReadOnlyList<string> active, IReadOnlyList<GradientEntry> entries, IReadOnlyList<ExpulsionEntry> expelled, int fewest, ContributorsRecord? expired)
    {
        if (expired is not null) return new Contributions(entries, expired.Contributors, expired.Missing, expired.At);
        var authors = entries.Select(entry => entry.Author).ToArray();
        var missing = active.Except(authors, StringComparer.Ordinal).ToArray();
        var gone = expelled.Where(entry => missing.Contains(entry.DpId, StringComparer.Ordinal)).ToArray();
        return missing.Length == gone.Length && (gone.Length == 0 || authors.Length >= fewest)
            ? new Contributions(entries, authors, [], entries.Select(entry => entry.At).Concat(gone.Select(entry => entry.At)).Max())
            : new Contributions(entries, null, [], 0);
    }

    public static async Task<Contributions> ReadAsync(LedgerContext context, OpenRound round)
    {
        var entries = await context.ListAsync<GradientEntry>(Keys.Gradients(round.Fid, round.Iteration), round.Model.Dps.Count);
        var expelled = await Expulsions.EntriesAsync(context, round.Model);
        var expired = await context.GetAsync<ContributorsRecord>(Keys.Contributors(round.Fid, round.Iteration));
        var fewest = expelled.Count == 0 ? 0 : Preparation.Fewest(round.Model, await context.PolicyAsync());
        return Of(round.Active, entries, expelled, fewest, expired);
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
