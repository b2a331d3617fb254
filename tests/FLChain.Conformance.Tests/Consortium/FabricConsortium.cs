using System.Text.Json;

namespace FLChain.Conformance.Tests.Consortium;

/// <summary>A network of Fabric's own programs. The probe comes onto it as any chaincode does.</summary>
internal sealed class FabricConsortium(FabricNetwork network) : ConsortiumUnderTest
{
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("flchain-conformance-");

    internal override string Channel => network.Channel;

    internal override IReadOnlyList<TestOrganization> Organizations => network.Organizations;

    internal override async Task RestartPeerAsync()
    {
        // Nodes are named after the organization's name, which is its domain's first part.
        var node = $"peer-{Organizations[0].Domain.Split('.')[0]}";
        await network.RunAsync("stop", node);
        await network.RunAsync("start", node);
        // A gateway that has just come up knows no endorsers yet; the client's retries wait until it does.
        using var gateway = Connect();
        await Probe(gateway).NewProposal("run", [System.Text.Encoding.UTF8.GetBytes("ignore")]).EndorseAsync();
    }

    private protected override async Task OpenAsync()
    {
        foreach (var name in new[] { Chaincode, Callee })
        {
            var package = Path.Combine(work.FullName, $"{name}.tgz");
            var collections = Path.Combine(work.FullName, $"{name}.json");
            await File.WriteAllBytesAsync(package, PackageOf(name, PortOf(name)).Bytes.ToArray());
            await File.WriteAllTextAsync(collections, Collections());
            await network.RunAsync("deploy", "--package", package, "--name", name, "--collections", collections);
        }
    }

    private protected override async Task CloseAsync()
    {
        work.Delete(recursive: true);
        await network.DisposeAsync();
    }

    private string Collections()
    {
        static string AnyOf(IEnumerable<TestOrganization> members) => $"OR({string.Join(',', members.Select(each => $"'{each.MspId}.member'"))})";
        return JsonSerializer.Serialize(new object[]
        {
            new { name = KeptCollection, policy = AnyOf(Organizations.Take(2)), requiredPeerCount = 0, maxPeerCount = 3, blockToLive = 0, memberOnlyRead = true, memberOnlyWrite = true },
            new { name = BriefCollection, policy = AnyOf(Organizations), requiredPeerCount = 0, maxPeerCount = 3, blockToLive = BlocksToLive, memberOnlyRead = true, memberOnlyWrite = true },
        });
    }
}
