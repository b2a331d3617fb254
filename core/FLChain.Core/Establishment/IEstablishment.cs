namespace FLChain.Core.Establishment;

/// <summary>A way of allocating trainers to federations: each trainer to at most one, each federation within its capacity.</summary>
public interface IEstablishment
{
    /// <summary>
    /// The members of each federation, in the order of their dpIds; federations without a member are left out. Every
    /// endorser computes the same: ties go to the lesser dpId, then to the lesser fid. A pair whose profit is negative
    /// is never allocated.
    /// </summary>
    /// <param name="candidates">Each pair at most once, in any order.</param>
    /// <param name="capacities">Most members of each model named by a candidate, 1 or more.</param>
    IReadOnlyDictionary<string, IReadOnlyList<string>> Allocate(IReadOnlyCollection<Candidate> candidates, IReadOnlyDictionary<string, int> capacities);
}
