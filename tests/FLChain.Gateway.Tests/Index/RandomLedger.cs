using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Fabric.Protos;

namespace FLChain.Gateway.Tests.Index;

/// <summary>A chain in which everything happens that an index must bear: new and changed and deleted records, payments, invalid and foreign and unreadable transactions.</summary>
internal static class RandomLedger
{
    public static TestChain Of(int blocks, int seed = 1)
    {
        var random = new Random(seed);
        var chain = new TestChain();
        var versions = new Dictionary<string, int>();
        for (var block = 0; block < blocks; block++)
        {
            for (var transaction = random.Next(1, 4); transaction > 0; transaction--) Add(chain, random, versions);
            chain.Cut();
        }

        return chain;
    }

    private static void Add(TestChain chain, Random random, Dictionary<string, int> versions)
    {
        var number = random.Next(40);
        switch (random.Next(10))
        {
            case 0:
                chain.Add("federation:PublishModel", [TestRecords.Model($"flm-{number}")], TxValidationCode.MvccReadConflict);
                break;
            case 1:
                chain.AddRaw([1, 2, 3], TxValidationCode.BadPayload);
                break;
            case 2:
                chain.Add("other:Thing", [TestRecords.Model($"flm-{number}", ModelStatus.Onsale)], space: "othercc");
                break;
            case 3:
                chain.Add("federation:Forget", [(Core.Ledger.Keys.Model($"flm-{number}"), null)]);
                break;
            case 4:
                chain.Add("registry:Odd", [(Core.Ledger.Keys.Trainer(TestRecords.DpId(number)), "{\"unknown\":1}"u8.ToArray())]);
                break;
            case 5 or 6:
                chain.Add("registry:UpdateTrainer", [TestRecords.Trainer(number, random.Next(1_000_000), version: Next(versions, $"t{number}"))], raised: "registry.UpdateTrainer");
                break;
            case 7:
                var tx = TestRecords.DpId(random.Next());
                chain.Add("incentive:Purchase", TestRecords.Payment(AccountName.Party(TestRecords.DpId(number)), AccountName.Public, random.Next(1, 100), random.Next(1_000), tx));
                break;
            default:
                chain.Add(
                    "federation:Establish",
                    [TestRecords.Model($"flm-{number}", (ModelStatus)random.Next(3), random.Next(1_000), Next(versions, $"m{number}"))],
                    raised: "federation.Establish");
                break;
        }
    }

    private static int Next(Dictionary<string, int> versions, string key) => versions[key] = versions.GetValueOrDefault(key) + 1;
}
