namespace FLChain.Gateway.Index;

/// <summary>The first attribute of ledger keys, as <see cref="Core.Ledger.Keys"/> writes it.</summary>
internal static class RecordTypes
{
    public const string Model = "model";
    public const string Trainer = "trainer";
    public const string Policy = "policy";
    public const string Purchase = "purchase";
    public const string Rating = "rating";
    public const string Posting = "posting";
    public const string Report = "report";
    public const string Accusation = "accusation";
    public const string Dispute = "dispute";
    public const string Root = "root";

    /// <summary>Records whose every version is kept.</summary>
    public static bool HasHistory(string type) =>
        type is Model or Trainer or Policy or Purchase or Rating or Report or Accusation or Dispute;

    /// <summary>Records that the Merkle tree is over.</summary>
    public static bool IsInTree(string type) => type is Model or Trainer;
}
