namespace FLChain.Fabric.Policies;

/// <summary>The part that an identity plays in its organization, with the numbers that Fabric gives them.</summary>
public enum PolicyRole
{
    /// <summary>Anyone whose certificate the organization issued.</summary>
    Member = 0,

    /// <summary>An administrator.</summary>
    Admin = 1,

    /// <summary>A client application.</summary>
    Client = 2,

    /// <summary>A peer: what endorses.</summary>
    Peer = 3,

    /// <summary>A node of the ordering service.</summary>
    Orderer = 4,
}
