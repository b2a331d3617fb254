namespace FLChain.Core.Records;

/// <summary>One closed iteration. Iteration 0 is written when training starts: its beacon seeds the first draw.</summary>
/// <param name="Iteration">0 at the start of training, then 1, 2, …</param>
/// <param name="Contributors">Whose gradients are in the sum.</param>
/// <param name="Leader">Who documented the aggregate; empty for iteration 0.</param>
/// <param name="Digest">SHA-512 of the documented aggregate; empty for iteration 0.</param>
/// <param name="Shares">Whose shares had arrived when the iteration closed, in order.</param>
/// <param name="Beacon">Random value of this iteration, hex.</param>
/// <param name="Active">Members that the next iteration waits for.</param>
/// <param name="Standings">What is known of each member after this iteration, in the order of their dpIds.</param>
/// <param name="ClosedAt">When, Unix milliseconds.</param>
public sealed record RoundRecord(
    int Iteration,
    IReadOnlyList<string> Contributors,
    string Leader,
    string Digest,
    IReadOnlyList<string> Shares,
    string Beacon,
    IReadOnlyList<string> Active,
    IReadOnlyList<Standing> Standings,
    long ClosedAt);
