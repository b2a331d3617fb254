using System.Globalization;
using FLChain.Cli.Consortium;
using FLChain.DevPeer.Material;
using FLChain.Fabric.Client;
using FLChain.Gateway.Hosting;
using FLChain.Gateway.Index;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FLChain.Benchmarks.Gateway;

/// <summary>The gateway with 10,000 models and 50,000 trainers on the ledger, over HTTP; and its filter and tree alone.</summary>
internal static class GatewayBenchmark
{
    private const int Models = 10_000;
    private const int Trainers = 50_000;
    private const int Clients = 16;
    private const int Updates = 300;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(FigureTable figures, CancellationToken cancellationToken)
    {
        FilterBenchmark.Run(figures);
        TreeBenchmark.Run(figures);
        var directory = Directory.CreateTempSubdirectory("flchain-bench-").FullName;
        try
        {
            var market = new SyntheticMarket(Models, Trainers);
            var settings = new GatewaySettings
            {
                Profile = WriteProfile(directory),
                Data = Path.Combine(directory, "gateway"),
                PublicMarket = true,
                RequestsPerMinute = int.MaxValue,
            };
            using var folder = GatewayFolder.Take(settings.Data);
            Index(figures, market, settings, folder);
            await ServeAsync(figures, market, settings, folder, cancellationToken);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Index(FigureTable figures, SyntheticMarket market, GatewaySettings settings, GatewayFolder folder)
    {
        using var index = GatewayServices.OpenIndex(ConnectionProfile.Load(settings.Profile), settings, folder);
        var taken = Sampling.Time(() =>
        {
            foreach (var batch in market.Blocks.Chunk(8)) index.Apply(batch);
        });
        figures.Add("gateway.index.records.per_second", (Models + Trainers) / taken.TotalSeconds, "records per second");
        var random = new Random(1);
        var updates = Enumerable.Range(2, Updates)
            .Select(version => market.Change(random.Next(Trainers), version))
            .Select(block => Sampling.Time(() => index.Apply([block])).TotalMilliseconds).ToList();
        figures.Add("gateway.update.p50.milliseconds", Sampling.Median(updates), "ms");
        figures.Add("gateway.update.p99.milliseconds", Sampling.Percentile(updates, 99), "ms");
    }

    private static async Task ServeAsync(FigureTable figures, SyntheticMarket market, GatewaySettings settings, GatewayFolder folder, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSingleton<ILedgerSource>(market);
        await using var app = GatewayHost.Build(builder, settings, folder);
        await app.StartAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var paths = new Dictionary<string, Func<int, string>>
        {
            ["gateway.rest.status"] = number => "/v1/status/" + SyntheticMarket.FidOf(unchecked(number * 7_919) % Models),
            ["gateway.rest.models"] = _ => "/v1/models",
            ["gateway.rest.models.sorted"] = number => string.Create(CultureInfo.InvariantCulture, $"/v1/models?status=onsale&sort=price&limit={10 + (number % 40)}"),
            ["gateway.rest.models.searched"] = number => string.Create(CultureInfo.InvariantCulture, $"/v1/models?search=digits%20{number % Models}"),
            ["gateway.rest.proof"] = number => "/v1/audit/proofs/models/" + SyntheticMarket.FidOf(unchecked(number * 7_919) % Models),
        };
        foreach (var (name, path) in paths)
        {
            await LoadAsync(client, TimeSpan.FromSeconds(1), path, cancellationToken);
            figures.Add(name, "requests", await LoadAsync(client, Span, path, cancellationToken));
        }

        await app.StopAsync(cancellationToken);
    }

    private static Task<Load> LoadAsync(HttpClient client, TimeSpan span, Func<int, string> path, CancellationToken cancellationToken) => Load.RunAsync(
        Clients,
        span,
        async (caller, number) =>
        {
            using var answer = await client.GetAsync(new Uri(path(Math.Abs((number * Clients) + caller)), UriKind.Relative), cancellationToken);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
        });

    // No peer is asked: the profile names the channel and an identity.
    private static string WriteProfile(string directory)
    {
        var material = DevConsortium.CreateOrOpen(Path.Combine(directory, "organizations"), [new OrganizationDefinition(EmbeddedConsortium.BuyerMsp, "buyers.example")]);
        var path = Path.Combine(directory, "profile.json");
        material.WriteConnectionProfile(path, new ProfileRequest
        {
            Address = new Uri("https://127.0.0.1:1"),
            MspId = EmbeddedConsortium.BuyerMsp,
            MspFolder = material.IssueUser(EmbeddedConsortium.BuyerMsp, "reader", "reader"),
            Channel = EmbeddedConsortium.ChannelName,
            Chaincode = EmbeddedConsortium.ChaincodeName,
            EndorsingOrganizations = [EmbeddedConsortium.BuyerMsp],
        });
        return path;
    }
}
