namespace FLChain.Gateway.Users;

/// <summary>A user of the gateway with its Fabric identity.</summary>
/// <param name="Name">Unique, whatever its case: 1 to 64 letters, digits, dots, hyphens and underscores.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="MspId">Organization of its identity.</param>
/// <param name="Certificate">PEM certificate of its identity.</param>
/// <param name="PartyId">Its party id on the ledger.</param>
/// <param name="HasKey">Whether the gateway keeps its private key, encrypted; otherwise the user signs by itself.</param>
/// <param name="Stamp">Changes when the password or the access changes, which ends every session from before.</param>
/// <param name="Disabled">Whether its access was ended.</param>
public sealed record GatewayUser(string Name, Role Roles, string MspId, string Certificate, string PartyId, bool HasKey, string Stamp, bool Disabled);
