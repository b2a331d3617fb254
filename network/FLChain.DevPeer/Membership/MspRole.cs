namespace FLChain.DevPeer.Membership;

/// <summary>The part an identity plays, by the organizational unit in its certificate.</summary>
internal enum MspRole
{
    Client,
    Peer,
    Admin,
    Orderer,
}
