using FLChain.Core.Filters;
using FLChain.Core.Ledger;
using FLChain.Core.Merkle;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Fabric.Protos;
using FLChain.Gateway.Index;
using Google.Protobuf;

namespace FLChain.Gateway.Tests.Index;

public sealed class LedgerIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Apply_RecordsOfATransaction_AreFoundWithTheirPlace()
    {
        var chain = new TestChain();
        chain.AddBlock("registry:SetPolicy");
        var tx = chain.AddBlock("federation:PublishModel", TestRecords.Model("flm-digits"), TestRecords.Trainer(1));
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);

        using var session = index.Read();
        var model = session.Find<ModelRecord>(Keys.Model("flm-digits"))!;
        Assert.Equal(("flm-digits", 1L, 0, tx, TestChain.Epoch + 2), (model.Record.Fid, model.Block, model.Position, model.Tx, model.At));
        Assert.Equal(TestRecords.DpId(1), session.Find<TrainerRecord>(Keys.Trainer(TestRecords.DpId(1)))!.Record.DpId);
        Assert.Null(session.Find<ModelRecord>(Keys.Model("flm-other")));
        Assert.Equal((2UL, TestChain.Epoch + 2), (index.Height.Blocks, index.Height.LastBlockAt));
    }

    [Fact]
    public void Apply_WhatTookNoEffectOrIsNotOfTheContracts_ChangesNoRecord()
    {
        var chain = new TestChain();
        chain.Add("federation:PublishModel", [TestRecords.Model("flm-one")], TxValidationCode.MvccReadConflict, raised: "federation.PublishModel");
        chain.Add("federation:PublishModel", [TestRecords.Model("flm-two")], space: "othercc");
        chain.AddRaw([9, 9, 9], TxValidationCode.BadPayload);
        chain.Cut();
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);

        using var session = index.Read();
        Assert.Equal(0L, session.Scalar("SELECT COUNT(*) FROM state"));
        Assert.Equal(0L, session.Scalar("SELECT COUNT(*) FROM transactions WHERE event <> ''"));
        Assert.Equal(3L, session.Scalar("SELECT transactions FROM blocks"));
        Assert.Equal(0, index.Views.Newest.Tree.Count);
    }

    [Fact]
    public void Apply_SecondVersion_KeepsBoth()
    {
        var chain = new TestChain();
        chain.AddBlock("federation:PublishModel", TestRecords.Model("flm-digits"));
        chain.AddBlock("federation:Establish", TestRecords.Model("flm-digits", price: 200, version: 2));
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);

        using var session = index.Read();
        Assert.Equal(2, session.Find<ModelRecord>(Keys.Model("flm-digits"))!.Record.Version);
        var versions = session.History<ModelRecord>(Keys.Model("flm-digits"), null, 10);
        Assert.Equal([(2, 1L), (1, 0L)], versions.Select(version => (version.Record.Version, version.Block)));
        Assert.Equal([1], session.History<ModelRecord>(Keys.Model("flm-digits"), (1, 0), 10).Select(version => version.Record.Version));
    }

    [Fact]
    public void Apply_RecordOfAnotherVersionOfTheContracts_IsKeptAndTold()
    {
        var chain = new TestChain();
        chain.AddBlock("registry:Odd", (Keys.Model("flm-odd"), "{\"fid\":\"flm-odd\",\"new\":1}"u8.ToArray()));
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);
        using (var session = index.Read())
        {
            Assert.Equal(1L, session.Scalar("SELECT COUNT(*) FROM unreadable"));
            Assert.NotNull(session.FindBytes(Keys.Model("flm-odd")));
        }

        Assert.Equal((1, FilterAnswer.Neither), (index.Views.Newest.Tree.Count, index.Views.Filter.Ask("flm-odd")));
        chain.AddBlock("federation:Fix", TestRecords.Model("flm-odd", ModelStatus.Onsale));
        index.Apply(chain.Blocks.Skip(1));
        using var after = index.Read();
        Assert.Equal(0L, after.Scalar("SELECT COUNT(*) FROM unreadable"));
        Assert.Equal(FilterAnswer.OnSale, index.Views.Filter.Ask("flm-odd"));
    }

    [Fact]
    public void Apply_Payments_AreBalances()
    {
        var chain = new TestChain();
        chain.AddBlock("incentive:Mint", [.. TestRecords.Payment(AccountName.Issue, "party:a", 100, 1, TestRecords.DpId(1))]);
        chain.AddBlock("incentive:Purchase", [.. TestRecords.Payment("party:a", AccountName.Public, 30, 2, TestRecords.DpId(2))]);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);
        using var session = index.Read();
        Assert.Equal(70L, session.Scalar("SELECT balance FROM balances WHERE account = 'party:a'"));
        Assert.Equal(0L, session.Scalar("SELECT SUM(balance) FROM balances"));
        Assert.Equal(2L, session.Scalar("SELECT lines FROM balances WHERE account = 'party:a'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Apply_InAnyBatches_GivesTheSameIndex(int batch)
    {
        var chain = RandomLedger.Of(120);
        using var whole = TestIndex.Open(_folder["whole.db"]);
        whole.Apply(chain.Blocks);
        using var parts = TestIndex.Open(_folder["parts.db"]);
        foreach (var some in chain.Blocks.Chunk(batch)) parts.Apply(some);
        Assert.Equal(whole.Fingerprint(), parts.Fingerprint());
        Assert.True(whole.Views.Newest.Tree.Count > 10 && whole.Views.Filter.OnSale.Count > 3 && whole.Views.Filter.InJudging.Count > 3);
    }

    [Fact]
    public void Open_AfterAnEnd_GoesOnWithEqualViews()
    {
        var chain = RandomLedger.Of(60);
        (string, string, string, int) before;
        using (var index = TestIndex.Open(_folder["index.db"]))
        {
            index.Apply(chain.Blocks.Take(40));
            before = index.Fingerprint();
        }

        using var again = TestIndex.Open(_folder["index.db"]);
        Assert.Equal(before, again.Fingerprint());
        again.Apply(chain.Blocks.Skip(40));
        using var fresh = TestIndex.Open(_folder["fresh.db"]);
        fresh.Apply(chain.Blocks);
        Assert.Equal(fresh.Fingerprint(), again.Fingerprint());
    }

    [Fact]
    public void Digest_OneValueChanged_IsAnother()
    {
        var chain = RandomLedger.Of(30);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);
        var before = index.Digest();
        Assert.Equal(before, index.Digest());
        foreach (var change in new[]
        {
            "UPDATE models SET price = price + 1 WHERE fid = (SELECT MIN(fid) FROM models)",
            "UPDATE blocks SET at = at + 1 WHERE number = 3",
            "DELETE FROM history WHERE block = (SELECT MIN(block) FROM history)",
            "UPDATE balances SET balance = balance + 1 WHERE account = (SELECT MIN(account) FROM balances)",
            "UPDATE transactions SET event = event || 'x' WHERE block = 1",
            "UPDATE state SET value = x'00' WHERE key = (SELECT MIN(key) FROM state)",
            "UPDATE trainers SET rely = rely + 1 WHERE dp_id = (SELECT MIN(dp_id) FROM trainers)",
        })
        {
            using (var writer = IndexFile.Open(_folder["index.db"], TestChain.Channel, TestChain.Chaincode))
                Assert.True(writer.Writer.Execute(change) > 0, change);
            var after = index.Digest();
            Assert.NotEqual(before, after);
            before = after;
        }
    }

    [Fact]
    public void Open_OfAnotherChannelOrFormat_BeginsAnew()
    {
        using (var index = TestIndex.Open(_folder["index.db"])) index.Apply(RandomLedger.Of(5).Blocks);
        using (var other = LedgerIndex.Open(new LedgerIndexOptions { Path = _folder["index.db"], Channel = "other", Chaincode = TestChain.Chaincode }))
            Assert.Equal((0UL, 0), (other.Height.Blocks, other.Views.Newest.Tree.Count));
        using (var index = TestIndex.Open(_folder["index.db"]))
        {
            Assert.Equal(0UL, index.Height.Blocks);
            index.Apply(RandomLedger.Of(5).Blocks);
        }

        using (var file = IndexFile.Open(_folder["index.db"], TestChain.Channel, TestChain.Chaincode)) file.Writer.Execute("PRAGMA user_version = 999");
        using var old = TestIndex.Open(_folder["index.db"]);
        Assert.Equal(0UL, old.Height.Blocks);
    }

    [Fact]
    public void Apply_BlockThatDoesNotFollow_IsRefusedAndNothingIsTaken()
    {
        var chain = RandomLedger.Of(10, seed: 1);
        var other = RandomLedger.Of(10, seed: 2);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks.Take(5));
        var before = index.Fingerprint();

        Assert.Throws<ChainBreakException>(() => index.Apply(chain.Blocks.Skip(6)));
        Assert.Throws<ChainBreakException>(() => index.Apply(chain.Blocks.Skip(4)));
        Assert.Throws<ChainBreakException>(() => index.Apply(other.Blocks.Skip(5)));
        Assert.Throws<ChainBreakException>(() => index.Apply([chain.Blocks[5], chain.Blocks[7]]));
        var forged = chain.Blocks[5].Clone();
        forged.Data.Data[0] = ByteString.CopyFromUtf8("other");
        Assert.Throws<ChainBreakException>(() => index.Apply([forged]));
        Assert.Throws<ChainBreakException>(() => index.Apply([new Block()]));
        Assert.Equal(before, index.Fingerprint());
        Assert.Equal(5UL, index.Height.Blocks);

        index.Apply(chain.Blocks.Skip(5));
        Assert.Equal(10UL, index.Height.Blocks);
    }

    [Fact]
    public void TreeAt_EarlierBlocks_AreTheTreesOfThatTime()
    {
        var chain = RandomLedger.Of(50);
        var roots = new List<string>();
        using (var index = TestIndex.Open(_folder["index.db"]))
        {
            foreach (var block in chain.Blocks)
            {
                index.Apply([block]);
                roots.Add(index.Views.Newest.Tree.RootHex);
            }

            AssertTrees(index, roots);
        }

        // After a restart nothing is kept: all are built from the history.
        using var again = TestIndex.Open(_folder["index.db"]);
        AssertTrees(again, roots);
    }

    [Fact]
    public void TreeAt_HeightsInAnyOrder_HaveTheRootsThatTheIndexKeeps()
    {
        var chain = RandomLedger.Of(80);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);
        using var session = index.Read();
        var random = new Random(5);
        for (var tries = 0; tries < 200; tries++)
        {
            var block = random.Next(chain.Blocks.Count);
            var tree = index.Views.At((ulong)block, session)!.Tree;
            Assert.Equal(session.FindRoot(block), (tree.RootHex, tree.Count));
        }
    }

    [Fact]
    public void TreeAt_InASessionFromBeforeTheNewestBlocks_IsOfItsHeight()
    {
        var chain = RandomLedger.Of(80);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks.Take(40));
        using var session = index.Read();
        Assert.Equal(40, session.Blocks());
        index.Apply(chain.Blocks.Skip(40));
        for (var block = 39; block >= 0; block -= 3) Assert.Equal(session.FindRoot(block)!.Value.Root, index.Views.At((ulong)block, session)!.Tree.RootHex);
        Assert.Null(index.Views.At(40, session));
    }

    [Fact]
    public void TreeAt_AProof_IsOfTheBytesOnTheLedger()
    {
        var chain = RandomLedger.Of(50);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks);
        using var session = index.Read();
        var tree = index.Views.At(30, session)!.Tree;
        var proven = 0;
        for (var number = 0; number < 40; number++)
        {
            var key = Keys.Model($"flm-{number}");
            var bytes = session.FindBytesAt(key, 30);
            Assert.Equal(MerkleVerdict.Valid, bytes is null ? tree.Prove(key).VerifyAbsent(tree.Root, key) : tree.Prove(key).VerifyPresent(tree.Root, key, bytes));
            if (bytes is not null) proven++;
        }

        Assert.InRange(proven, 5, 39);
    }

    [Fact]
    public async Task Read_WhileBlocksComeIn_SeesWholeBlocks()
    {
        // Every block pays from one account to another: at no moment do the balances not add up.
        var chain = new TestChain();
        for (var block = 0; block < 300; block++)
            chain.AddBlock("incentive:Purchase", [.. TestRecords.Payment("party:a", "party:b", 1, block, TestRecords.DpId(block))]);
        using var index = TestIndex.Open(_folder["index.db"]);
        index.Apply(chain.Blocks.Take(1));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var session = index.Read();
                var blocks = (long)session.Scalar("SELECT COUNT(*) FROM blocks")!;
                Assert.Equal(0L, session.Scalar("SELECT SUM(balance) FROM balances"));
                Assert.Equal(blocks, session.Scalar("SELECT balance FROM balances WHERE account = 'party:b'"));
            }
        })).ToArray();
        foreach (var block in chain.Blocks.Skip(1)) index.Apply([block]);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static void AssertTrees(LedgerIndex index, List<string> roots)
    {
        using var session = index.Read();
        for (var block = 0; block < roots.Count; block++)
            Assert.Equal(roots[block], index.Views.At((ulong)block, session)!.Tree.RootHex);
        Assert.Null(index.Views.At((ulong)roots.Count, session));
    }
}
