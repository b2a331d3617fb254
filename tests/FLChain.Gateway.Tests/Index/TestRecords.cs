using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Core.Reliability;

namespace FLChain.Gateway.Tests.Index;

/// <summary>Records as the contracts write them.</summary>
internal static class TestRecords
{
    public static string DpId(int number) => Naming.PartyId(BitConverter.GetBytes(number));

    public static (string Key, object? Record) Model(
        string fid, ModelStatus status = ModelStatus.Unavailable, long price = 100, int version = 1, string title = "Digits", string task = "classification",
        ModelStage stage = ModelStage.Recruiting) =>
        (Keys.Model(fid), new ModelRecord(
            fid, title, "A model", task, "accuracy", DpId(0), Terms, 1_000, [DpId(0), DpId(1)], [1_000, 1_000], price, false, stage, status, 500, [], null, 0, version, "", ""));

    public static (string Key, object? Record) Trainer(int number, int rely = 500_000, long samples = 1_000, int version = 1, string msp = "TrainersMSP") =>
        (Keys.Trainer(DpId(number)), new TrainerRecord(
            DpId(number), [1], $"trainer-{number}", msp, [2], new DataResource(784, samples, 10), Evidence.None, rely, [], [], TrainerStatus.Qualified, true, version, "", ""));

    /// <summary>Both lines of a payment.</summary>
    public static IEnumerable<(string Key, object? Record)> Payment(string from, string to, long amount, long at, string tx, int number = 0) =>
    [
        (Keys.Posting(from, at, tx, number), new Posting(from, -amount, to, PaymentEvent.Purchase, "flm-digits", at, tx)),
        (Keys.Posting(to, at, tx, number), new Posting(to, amount, from, PaymentEvent.Purchase, "flm-digits", at, tx)),
    ];

    private static Terms Terms { get; } = new(3, 4, 3, 10, "softmax 784x10", 7_850, "paillier", 2048, 1_000_000, 16, 500_000, 60, 60, 60, 60, 60, 5_000);
}
