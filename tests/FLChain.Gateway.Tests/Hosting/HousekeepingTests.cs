using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Store;
using FLChain.Gateway.Submissions;
using FLChain.Gateway.Tests.Index;
using FLChain.Gateway.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Gateway.Tests.Hosting;

public sealed class HousekeepingTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public async Task Run_FilesOnOffer_AreGivenUpOnceTheirModelsTrainNoMore()
    {
        using var folder = new TemporaryFolder();
        var chain = new TestChain();
        var (key, finished) = TestRecords.Model("flm-finished", stage: ModelStage.Finished);
        chain.AddBlock(
            "federation:PublishModel",
            TestRecords.Model("flm-trains", stage: ModelStage.Training),
            TestRecords.Model("flm-halted", stage: ModelStage.Halted),
            (key, (ModelRecord)finished! with { Artifact = new Artifact(Naming.Digest(Bytes), new string('0', 128), Bytes.Length) }));
        using var index = TestIndex.Open(folder["index.db"]);
        index.Apply(chain.Blocks);
        var store = new FolderModelStore(folder["store"]);
        foreach (var fid in new[] { "flm-trains", "flm-halted", "flm-finished", "flm-unknown" })
            await store.OfferAsync(fid, TestRecords.DpId(1), Naming.Digest(Bytes), new MemoryStream(Bytes), Bytes.Length, TestContext.Current.CancellationToken);

        using var master = MasterKey.LoadOrCreate(folder["master.key"]);
        var requests = new RequestLog(new GatewayDatabase(folder["gateway.db"]), master, TimeProvider.System);
        using var housekeeping = new Housekeeping(requests, index, store, TimeProvider.System, NullLogger<Housekeeping>.Instance);
        housekeeping.Run();
        Assert.Equal(["flm-trains", "flm-unknown"], store.Offered.Order(StringComparer.Ordinal));
        await using var stored = store.Open("flm-finished", Naming.Digest(Bytes))!;
        Assert.Equal(Bytes.Length, stored.Length);
    }
}
