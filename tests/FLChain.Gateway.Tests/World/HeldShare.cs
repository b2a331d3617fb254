using FLChain.Core.Requests;

namespace FLChain.Gateway.Tests.World;

/// <summary>An unmasking share that a member has computed and not submitted.</summary>
/// <param name="DpId">The member.</param>
/// <param name="Key">The key that opens it.</param>
/// <param name="Payload">The sealed share.</param>
/// <param name="Request">What submits it.</param>
internal sealed record HeldShare(string DpId, byte[] Key, byte[] Payload, SubmitShare Request);
