namespace FLChain.Cli;

/// <summary>The options cannot be meant as they are; the message says which and what they may be.</summary>
internal sealed class UsageException(string message) : Exception(message);
