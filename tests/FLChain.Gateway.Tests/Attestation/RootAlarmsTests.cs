using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.Gateway.Attestation;
using FLChain.Gateway.Index;
using FLChain.Gateway.Tests.Index;

namespace FLChain.Gateway.Tests.Attestation;

public sealed class RootAlarmsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestChain _chain = new();
    private readonly RootAlarms _alarms = new();
    private readonly LedgerIndex _index;
    private readonly string _root;

    public RootAlarmsTests()
    {
        _index = TestIndex.Open(_folder["index.db"]);
        _chain.AddBlock("federation:PublishModel", TestRecords.Model("flm-digits"));
        Apply();
        _root = _index.Views.Newest.Tree.RootHex;
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Look_OrganizationsAgreeWithTheGateway_IsQuiet()
    {
        Attest("OneMSP", _root);
        Attest("TwoMSP", _root);
        Assert.Empty(_alarms.Look(_index));
        Assert.Empty(_alarms.Heights);
    }

    [Fact]
    public void Look_OneOrganizationDiffers_IsAnAlarmOnce()
    {
        Attest("OneMSP", _root);
        Assert.Empty(_alarms.Look(_index));
        Attest("TwoMSP", new string('0', 128));
        Assert.Equal([0], _alarms.Look(_index));
        Assert.Empty(_alarms.Look(_index));
        Assert.Equal([0], _alarms.Heights);
    }

    [Fact]
    public void Look_AllAgreeOnAnotherRootThanTheGateways_IsAnAlarm()
    {
        Attest("OneMSP", new string('1', 128));
        Attest("TwoMSP", new string('1', 128));
        Assert.Equal([0], _alarms.Look(_index));
    }

    [Fact]
    public void Look_FalseRootGivenAheadOfTime_IsAnAlarmOnceTheBlockIsThere()
    {
        Attest("OneMSP", new string('1', 128), height: 3);
        Assert.Empty(_alarms.Look(_index));
        Grow(1);
        Assert.Empty(_alarms.Look(_index));
        Grow(1);
        Assert.Equal([3], _alarms.Look(_index));
    }

    [Fact]
    public void Look_ManyHeightsThatAreNotThere_HideNothing()
    {
        for (var height = 0; height < 50; height++) Attest("OneMSP", _root, int.MaxValue - height);
        Attest("TwoMSP", _root, 5);
        Assert.Empty(_alarms.Look(_index));
        Attest("TwoMSP", new string('1', 128));
        Assert.Equal([0], _alarms.Look(_index));
        using var session = _index.Read();
        Assert.Equal([5, 0], AttestedRoots.Before(session, null, 5).Select(roots => roots[0].Height));
        Assert.Equal(5, AttestedRoots.NewestShared(session, 0));
        Assert.Null(AttestedRoots.NewestShared(session, 6));
    }

    [Fact]
    public void Look_LateWordOnAnOldHeight_IsAnAlarm()
    {
        Grow(60);
        for (var height = 0; height < 50; height++) Attest("OneMSP", _root, height);
        Assert.Empty(_alarms.Look(_index));
        Attest("TwoMSP", new string('1', 128), height: 1);
        Assert.Equal([1], _alarms.Look(_index));

        // Whoever starts later finds the same.
        Assert.Equal([1], new RootAlarms().Look(_index));
    }

    [Fact]
    public void Before_ManyHeights_AreGroupedAndTheNewestFirst()
    {
        foreach (var height in new[] { 0, 1, 2 })
            foreach (var msp in new[] { "OneMSP", "TwoMSP" }) Attest(msp, _root, height);
        using var session = _index.Read();
        var newest = AttestedRoots.Before(session, null, 2);
        Assert.Equal([2, 1], newest.Select(roots => roots[0].Height));
        Assert.All(newest, roots => Assert.Equal(["OneMSP", "TwoMSP"], roots.Select(root => root.Msp)));
        Assert.Equal([0], AttestedRoots.Before(session, 1, 5).Select(roots => roots[0].Height));
    }

    private void Attest(string msp, string root, int height = 0)
    {
        _chain.AddBlock("registry:AttestRoot", (Keys.Root(height, msp), new RootRecord(height, msp, root, 1, 5)));
        Apply();
    }

    private void Grow(int blocks)
    {
        for (; blocks > 0; blocks--) _chain.AddBlock("registry:SetPolicy");
        Apply();
    }

    private void Apply() => _index.Apply(_chain.Blocks.Skip((int)_index.Height.Blocks).ToList());
}
