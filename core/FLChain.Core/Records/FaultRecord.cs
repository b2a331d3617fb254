namespace FLChain.Core.Records;

/// <summary>A proven fault and what was paid for it. There is one for each (fid, iteration, kind, accused): nothing is punished or rewarded twice.</summary>
/// <param name="Fid">Model in whose federation it happened.</param>
/// <param name="Iteration">Iteration; 0 outside iterations.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Accused">dpId of who did it; for a bad dealt share the authority's MSP id.</param>
/// <param name="Reporter">Party id of who is rewarded; empty when the contract found it itself.</param>
/// <param name="Finding">What the contract found, for people.</param>
/// <param name="Confiscated">What was taken from the deposit.</param>
/// <param name="Reward">What the reporter earned of it (r_1).</param>
/// <param name="Compensation">What the partners were paid with it together (Σ cp), of it and of what earlier faults in the federation left.</param>
/// <param name="Halted">Whether the federation was halted, or its model forbidden.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="Tx">Transaction that proved it.</param>
public sealed record FaultRecord(
    string Fid,
    int Iteration,
    FaultKind Kind,
    string Accused,
    string Reporter,
    string Finding,
    long Confiscated,
    long Reward,
    long Compensation,
    bool Halted,
    long At,
    string Tx);
