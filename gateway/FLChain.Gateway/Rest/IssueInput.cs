namespace FLChain.Gateway.Rest;

/// <summary>An issue of money.</summary>
/// <param name="Amount">1 or more, in the smallest unit.</param>
/// <param name="Reference">1 to 64 printable ASCII characters, never used before.</param>
public sealed record IssueInput(long Amount, string Reference);
