namespace FLChain.Cli.Consortium;

/// <summary>Issues an identity and writes the connection profile for it.</summary>
internal interface IPartyProfiles
{
    /// <summary>Writes the profile of a user, who is issued unless he was before.</summary>
    /// <param name="path">The profile's file, in a folder that is there.</param>
    /// <param name="mspId">The user's organization.</param>
    /// <param name="name">The user's name, which names the folder of its key.</param>
    /// <param name="commonName">Common name in the certificate: the pseudonym.</param>
    void Write(string path, string mspId, string name, string commonName);
}
