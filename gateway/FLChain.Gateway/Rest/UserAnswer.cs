namespace FLChain.Gateway.Rest;

/// <summary>A user of the gateway.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="MspId">Organization of its identity.</param>
/// <param name="PartyId">Its party id on the ledger.</param>
/// <param name="KeepsOwnKey">Whether it signs by itself, because the gateway does not keep its key.</param>
/// <param name="Disabled">Whether its access was ended.</param>
public sealed record UserAnswer(string Name, IReadOnlyList<Role> Roles, string MspId, string PartyId, bool KeepsOwnKey, bool Disabled)
{
    internal static UserAnswer Of(GatewayUser user) => new(
        user.Name, [.. Enum.GetValues<Role>().Where(role => role != Role.None && user.Roles.HasFlag(role))], user.MspId, user.PartyId, !user.HasKey, user.Disabled);
}
