namespace FLChain.Cli.Audit;

/// <summary>The peer cannot be reached or gives no answer: the audit could not run to its end.</summary>
public sealed class AuditSourceException(string message, Exception? inner = null) : Exception(message, inner);
