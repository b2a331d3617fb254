namespace FLChain.Chaincode.Federation;

/// <summary>A model whose recruitment has ended, with its intentions in the order of their dpIds.</summary>
internal sealed record Recruitment(ModelRecord Model, IReadOnlyList<IntentionRecord> Intentions)
{
    /// <summary>p_FLM, the average of what the members expect, rounded down.</summary>
    public long MeanPriceOf(IReadOnlyList<string> members) => Of(members).Sum(intention => intention.ExpectedPrice) / members.Count;

    /// <summary>What the members paid for their intentions.</summary>
    public long FeesOf(IReadOnlyList<string> members) => Of(members).Sum(intention => intention.Fee);

    private IEnumerable<IntentionRecord> Of(IReadOnlyList<string> members) =>
        Intentions.Where(intention => members.Contains(intention.DpId, StringComparer.Ordinal));
}
