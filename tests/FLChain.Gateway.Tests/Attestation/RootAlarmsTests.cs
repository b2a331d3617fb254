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
    public void Before_ManyHeights_AreGroupedAndTheNewestFirst()
    {
        foreach (var height in new[] { 0, 10, 20 })
            foreach (var msp in new[] { "OneMSP", "TwoMSP" }) Attest(msp, _root, height);
        using var session = _index.Read();
        var newest = AttestedRoots.Before(session, null, 2);
        Assert.Equal([20, 10], newest.Select(roots => roots[0].Height));
        Assert.All(newest, roots => Assert.Equal(["OneMSP", "TwoMSP"], roots.Select(root => root.Msp)));
        Assert.Equal([0], AttestedRoots.Before(session, Keys.Roots(10).Start, 5).Select(roots => roots[0].Height));
    }

    private void Attest(string msp, string root, int height = 0)
    {
        _chain.AddBlock("registry:AttestRoot", (Keys.Root(height, msp), new RootRecord(height, msp, root, 1, 5)));
        Apply();
    }

    private void Apply() => _index.Apply(_chain.Blocks.Skip((int)_index.Height.Blocks).ToList());
}
