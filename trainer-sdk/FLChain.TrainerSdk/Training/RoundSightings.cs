using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Events;

namespace FLChain.TrainerSdk.Training;

/// <summary>
/// What the ledger's events tell of one iteration, between one look at it and the next: whether another look is worth
/// its while. Events say who did what; what they did is believed only when it is looked at.
/// </summary>
internal sealed class RoundSightings(int iteration)
{
    private readonly HashSet<string> _gradients = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aggregates = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shares = new(StringComparer.Ordinal);

    /// <summary>Whether anything of this iteration happened since the last look.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Whether, since the last look, a leader was drawn, the iteration closed, or something else happened that is not one member's submission.</summary>
    public bool HasTurned { get; private set; }

    /// <summary>Whether a phase expired since the last look, or misbehavior was reported or disputed: the federation may have halted.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>Authors of masked gradients.</summary>
    public IReadOnlySet<string> Gradients => _gradients;

    /// <summary>Authors of aggregates.</summary>
    public IReadOnlySet<string> Aggregates => _aggregates;

    /// <summary>Authors of unmasking shares.</summary>
    public IReadOnlySet<string> Shares => _shares;

    /// <summary>Takes note of an event of this federation.</summary>
    public void Hear(string name, LedgerEvent what)
    {
        if (what.Iteration is { } other && other != iteration) return;
        IsNew = true;
        if (SubmissionsUnder(name) is { } authors && what.Author is { } author)
        {
            authors.Add(author);
            return;
        }

        HasTurned = true;
        HasExpired |= name == NameOf(TransactionNames.Training.Expire) || name.StartsWith($"{TransactionNames.Misbehavior.Contract}.", StringComparison.Ordinal);
    }

    /// <summary>The ledger was looked at: what it shows is seen, and nothing is new any more.</summary>
    public void See(RoundState state)
    {
        _gradients.UnionWith(state.Gradients.Select(entry => entry.Author));
        _aggregates.UnionWith(state.Aggregates.Select(entry => entry.Author));
        _shares.UnionWith(state.Shares.Select(entry => entry.Author));
    }

    /// <summary>A look begins: whatever happens from now on is new.</summary>
    public void BeginLook() => IsNew = HasTurned = HasExpired = false;

    private HashSet<string>? SubmissionsUnder(string name)
    {
        if (name == NameOf(TransactionNames.Training.SubmitGradient)) return _gradients;
        if (name == NameOf(TransactionNames.Training.SubmitAggregate)) return _aggregates;
        return name == NameOf(TransactionNames.Training.SubmitShare) ? _shares : null;
    }

    private static string NameOf(string transaction) => TransactionNames.EventName(TransactionNames.Training.Contract, transaction);
}
