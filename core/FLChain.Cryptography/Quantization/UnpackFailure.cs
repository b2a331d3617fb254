namespace FLChain.Cryptography.Quantization;

/// <summary>Where and why a sum could not be read.</summary>
/// <param name="Reason">What is wrong.</param>
/// <param name="Index">The plaintext, the parameter or the count concerned, as <paramref name="Reason"/> says.</param>
public readonly record struct UnpackFailure(UnpackReason Reason, int Index);
