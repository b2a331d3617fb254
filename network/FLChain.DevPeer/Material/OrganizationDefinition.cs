namespace FLChain.DevPeer.Material;

/// <summary>An organization that a consortium is made of.</summary>
/// <param name="MspId">Its MSP id, for example <c>Org1MSP</c>; unique in the consortium.</param>
/// <param name="Domain">Its domain, for example <c>org1.example</c>, which names its folder; unique in the consortium. Lower-case letters, digits, dots and hyphens.</param>
public sealed record OrganizationDefinition(string MspId, string Domain);
