using System.Diagnostics.Metrics;
using FLChain.Gateway.Attestation;
using FLChain.Gateway.Rest;

namespace FLChain.Gateway.Hosting;

/// <summary>The gateway's own figures as instruments of <c>System.Diagnostics.Metrics</c>, read when somebody asks; the framework has those of requests.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "FLChain.Gateway";

    public GatewayMetrics(IMeterFactory meters, LedgerIndex index, FilterDesk desk, RootAlarms alarms)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("flchain.index.blocks", () => (long)index.Height.Blocks, "{block}", "Blocks in the index.");
        meter.CreateObservableGauge("flchain.index.behind", () => Behind(index.Height), "{block}", "Blocks that the peer has and the index has not; nothing while no peer has told.");
        meter.CreateObservableGauge("flchain.index.trouble", () => index.Height.Trouble is null ? 0 : 1, null, "1 while the index does not follow the ledger.");
        meter.CreateObservableGauge("flchain.filter.on_sale", () => desk.Figures().OnSale, "{model}", "Models in the filter of those for sale.");
        meter.CreateObservableGauge("flchain.filter.in_judging", () => desk.Figures().InJudging, "{model}", "Models in the filter of those in judging.");
        meter.CreateObservableCounter("flchain.filter.asked", () => desk.Figures().Asked, "{question}", "Questions for a model's status.");
        meter.CreateObservableCounter("flchain.filter.alone", () => desk.Figures().Alone, "{question}", "Questions that the filter answered alone.");
        meter.CreateObservableCounter("flchain.filter.purchases", () => desk.Figures().Purchases, "{question}", "Questions before a purchase.");
        meter.CreateObservableCounter("flchain.filter.refused", () => desk.Figures().Refused, "{question}", "Purchases that the filter's no ended.");
        meter.CreateObservableCounter("flchain.filter.wrong_yes", () => desk.Figures().WrongYes, "{question}", "Yeses of the filter about models in neither filter.");
        meter.CreateObservableGauge("flchain.filter.false_positives.measured", () => desk.Figures().MeasuredFalsePositives, "1", "Part of wrong yeses.");
        meter.CreateObservableGauge("flchain.filter.false_positives.expected", () => (double)desk.Figures().ExpectedFalsePositives, "1", "Part of wrong yeses that the formula expects.");
        meter.CreateObservableGauge("flchain.filter.saturated_counters", () => desk.Figures().SaturatedCounters, "{counter}", "Counters that have lost count.");
        meter.CreateObservableGauge("flchain.roots.alarms", () => alarms.Heights.Count, "{height}", "Heights at which organizations attested different roots.");
    }

    private static IEnumerable<Measurement<long>> Behind(IndexHeight height) => height.Behind is { } behind ? [new Measurement<long>((long)behind)] : [];
}
