namespace FLChain.Core.Records;

/// <summary>The dispute of an iteration whose unmasked sum is impossible although every proof holds. Opening it halts the federation.</summary>
/// <param name="Fid">Model.</param>
/// <param name="Iteration">Iteration, void from now on.</param>
/// <param name="Opener">dpId of the member that showed it.</param>
/// <param name="Contributors">Whose gradients are in the sum, in order: each opens its seed.</param>
/// <param name="Authority">DER SubjectPublicKeyInfo to which seeds are sealed: the authority's key of that day.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Finding">Why the sum is impossible, for people.</param>
/// <param name="Evidence">SHA-512 of the evidence that opened it, hex: the payload of the opener.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Deadline">When the state's time ends, Unix milliseconds; 0 after the end.</param>
/// <param name="Culprits">dpIds of the convicted, in order; empty before.</param>
public sealed record DisputeRecord(
    string Fid,
    int Iteration,
    string Opener,
    IReadOnlyList<string> Contributors,
    byte[] Authority,
    DisputeState State,
    string Finding,
    string Evidence,
    long At,
    long Deadline,
    IReadOnlyList<string> Culprits);
