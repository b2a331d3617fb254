namespace FLChain.Gateway.Rest;

/// <summary>An invitation.</summary>
/// <param name="Name">Name of the user to be.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="MspId">Organization of the certificate.</param>
/// <param name="Certificate">PEM certificate of its Fabric identity; absent: the gateway issues one, where it can.</param>
/// <param name="PrivateKey">PEM private key of the certificate, kept encrypted; absent: the user keeps it and signs by itself.</param>
public sealed record InvitationInput(string Name, IReadOnlyList<Role> Roles, string? MspId = null, string? Certificate = null, string? PrivateKey = null);
