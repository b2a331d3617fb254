using System.Net;
using FLChain.Fabric.Client;
using FLChain.Fabric.Sample;
using FLChain.Fabric.Shim;

switch (args)
{
    case ["package", var address, var file]:
        // What an operator installs: it tells the peers where the service listens.
        var package = ChaincodePackage.Create("assets", new ChaincodeConnection { Address = address });
        await File.WriteAllBytesAsync(file, package.Bytes.ToArray());
        Console.WriteLine(package.PackageId);
        return 0;

    case ["chaincode", var address, var packageId]:
        await using (var server = new ChaincodeServer(
            AssetContract.CreateChaincode(), new ChaincodeServerOptions { PackageId = packageId, ListenAddress = IPEndPoint.Parse(address) }))
        {
            await server.StartAsync();
            Console.WriteLine($"serving on {server.Address}; end with Enter");
            await Console.In.ReadLineAsync();
        }

        return 0;

    case ["client", var profilePath, var id]:
        var profile = ConnectionProfile.Load(profilePath);
        await using (var gateway = FabricGateway.Connect(profile))
            await new AssetClient(gateway.GetNetwork(profile.Channel), profile.Chaincode, Console.Out).RunAsync(id);
        return 0;

    default:
        await Console.Error.WriteLineAsync("usage: package HOST:PORT FILE | chaincode HOST:PORT PACKAGE-ID | client PROFILE ASSET-ID");
        return 2;
}
