namespace FLChain.Cli.Networks;

/// <summary>An organization of a Fabric network, with its one peer.</summary>
/// <param name="MspId">MSP id.</param>
/// <param name="Domain">Domain, which names its folder of crypto material.</param>
/// <param name="Role">What it does.</param>
/// <param name="Peer"><c>host:port</c> of its peer, over TLS.</param>
/// <param name="Service"><c>host:port</c> of its chaincode service.</param>
public sealed record NetworkOrganization(string MspId, string Domain, NetworkRole Role, string Peer, string Service);
