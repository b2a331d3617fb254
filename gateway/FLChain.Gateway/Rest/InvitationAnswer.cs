namespace FLChain.Gateway.Rest;

/// <summary>An invitation that was made.</summary>
/// <param name="Name">Name of the user to be.</param>
/// <param name="Token">What it brings to set its password; shown this once.</param>
/// <param name="PartyId">Its party id on the ledger.</param>
/// <param name="Seconds">How long the invitation holds.</param>
public sealed record InvitationAnswer(string Name, string Token, string PartyId, long Seconds);
