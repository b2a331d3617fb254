namespace FLChain.Core.Records;

/// <summary>What a judgment says of one model of the accused.</summary>
/// <param name="Fid">The model.</param>
/// <param name="Legal">True: it may go (back) on sale. False: it is halted and can never be sold.</param>
public sealed record ModelVerdict(string Fid, bool Legal);
