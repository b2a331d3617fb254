namespace FLChain.Cli.Networks;

/// <summary>A trainer that gets an identity, a profile and an options file.</summary>
/// <param name="Name">Its pseudonym, which names its folder.</param>
/// <param name="MspId">Its organization.</param>
public sealed record NetworkTrainer(string Name, string MspId);
