using FLChain.Gateway.Index;

namespace FLChain.Gateway.Tests.Index;

/// <summary>Opens indexes of test chains.</summary>
internal static class TestIndex
{
    public static LedgerIndex Open(string path, ulong attestationInterval = 10) =>
        LedgerIndex.Open(new LedgerIndexOptions { Path = path, Channel = TestChain.Channel, Chaincode = TestChain.Chaincode, AttestationInterval = attestationInterval });

    /// <summary>Everything by which two indexes can differ: content, filter, tree.</summary>
    public static (string Content, string Filter, string Root, int Leaves) Fingerprint(this LedgerIndex index) =>
        (index.Digest(), Convert.ToHexStringLower(index.Views.Filter.Digest()), index.Views.Newest.Tree.RootHex, index.Views.Newest.Tree.Count);
}
