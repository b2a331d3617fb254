namespace FLChain.Core.Encoding;

/// <summary>Bytes that are not the canonical form of what they should be.</summary>
public sealed class CanonicalFormatException(string message, Exception? inner = null) : FormatException(message, inner);
