using FLChain.Fabric;
using FLChain.Fabric.Client;
using FLChain.Fabric.Identities;
using FLChain.Gateway.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Gateway.Hosting;

/// <summary>What the program can be asked for: to serve, to rebuild its index, to tell the index's digest, to add a user, to give one another password.</summary>
internal static class GatewayCommands
{
    private const int Success = 0;
    private const int Failed = 1;
    private const int CouldNotRun = 2;

    private const string Usage = """
        usage: FLChain.Gateway [serve | rebuild | digest | add-user | set-password] --profile FILE --data FOLDER [--config FILE] [--urls URLS] [--Gateway:NAME VALUE ...]

          serve     (default) serve until it is told to stop
          rebuild   build the index from block 0 beside the old one, compare the two, and put the new one in its place;
                    exit code 0: equal, 1: they differed or there was none to compare
          digest    print the SHA-512 over the content of the index
          add-user  make a user from an identity: --name NAME --roles administrator,buyer --msp MSPID --msp-folder FOLDER;
                    the password is read from the standard input, one line
          set-password  give a user another password and restore its access: --name NAME; the password is read likewise

        Every setting may also stand in a JSON file (appsettings.json beside the program, or the one of --config), under
        "Gateway", or in the environment as Gateway__NAME; flags win over the environment, and that over files. Logs are JSON,
        one line each; metrics and traces go to OTEL_EXPORTER_OTLP_ENDPOINT where that is set.
        """;

    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        ["--profile"] = $"{GatewaySettings.Section}:{nameof(GatewaySettings.Profile)}",
        ["--data"] = $"{GatewaySettings.Section}:{nameof(GatewaySettings.Data)}",
        ["--public-market"] = $"{GatewaySettings.Section}:{nameof(GatewaySettings.PublicMarket)}",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var command = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "serve";
        var rest = args.Length > 0 && !args[0].StartsWith('-') ? args[1..] : args;
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.AddCommandLine(rest, Flags);
            if (builder.Configuration["config"] is { } file)
                builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false).AddEnvironmentVariables().AddCommandLine(rest, Flags);
            var settings = builder.Configuration.GetSection(GatewaySettings.Section).Get<GatewaySettings>(options => options.ErrorOnUnknownConfiguration = true) ?? new GatewaySettings();
            if (rest.Contains("--help") || settings.Defects() is not { Count: 0 } || command is not ("serve" or "rebuild" or "digest" or "add-user" or "set-password"))
                return await ExplainAsync(rest.Contains("--help"), settings);
            using var folder = GatewayFolder.Take(settings.Data);
            return command switch
            {
                "rebuild" => await RebuildAsync(settings, folder),
                "digest" => Digest(settings, folder),
                "add-user" => AddUser(builder.Configuration, settings, folder),
                "set-password" => SetPassword(builder.Configuration, settings, folder),
                _ => await ServeAsync(builder, settings, folder),
            };
        }
        catch (Exception error) when (error is FabricConfigurationException or InvalidDataException or IOException or UnauthorizedAccessException
            or SqliteException or InvalidOperationException or FormatException or FabricException or ChainBreakException)
        {
            await Console.Error.WriteLineAsync($"flchain-gateway: {error.Message}");
            return CouldNotRun;
        }
    }

    private static async Task<int> ExplainAsync(bool asked, GatewaySettings settings)
    {
        if (!asked)
            foreach (var defect in settings.Defects()) await Console.Error.WriteLineAsync($"flchain-gateway: {defect}");
        await (asked ? Console.Out : Console.Error).WriteLineAsync(Usage);
        return asked ? Success : CouldNotRun;
    }

    private static async Task<int> ServeAsync(WebApplicationBuilder builder, GatewaySettings settings, GatewayFolder folder)
    {
        using var telemetry = GatewayTelemetry.StartIfWanted();
        builder.Logging.ClearProviders().AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "O";
        });
        await using var app = GatewayHost.Build(builder, settings, folder);
        await app.RunAsync();
        return Success;
    }

    private static async Task<int> RebuildAsync(GatewaySettings settings, GatewayFolder folder)
    {
        var profile = ConnectionProfile.Load(settings.Profile);
        using var ledger = new LedgerAccess(profile, NullLogger<LedgerAccess>.Instance);
        var outcome = await IndexRebuild.RunAsync(
            folder.Index, path => GatewayServices.OpenIndex(profile, settings, folder, path), new FabricLedgerSource(ledger.Service), CancellationToken.None);
        Console.WriteLine($"{outcome.Blocks} blocks, digest {outcome.Digest}");
        Console.WriteLine(outcome.OldBlocks == 0 ? "there was no index to compare with" : outcome.IsEqual ? "equal to the old index" : $"the old index of {outcome.OldBlocks} blocks was another: {outcome.OldDigest}");
        return outcome.IsEqual ? Success : Failed;
    }

    private static int Digest(GatewaySettings settings, GatewayFolder folder)
    {
        using var index = GatewayServices.OpenIndex(ConnectionProfile.Load(settings.Profile), settings, folder);
        Console.WriteLine($"{index.Height.Blocks} {index.Digest()}");
        return Success;
    }

    private static int AddUser(ConfigurationManager configuration, GatewaySettings settings, GatewayFolder folder)
    {
        if (!UserDirectory.IsName(Required(configuration, "name"))) throw new InvalidDataException("a name has 1 to 64 letters, digits, dots, hyphens and underscores");
        if (!Enum.TryParse<Role>(Required(configuration, "roles"), ignoreCase: true, out var roles)) throw new InvalidDataException($"roles are of: {string.Join(", ", Enum.GetNames<Role>())}");
        var password = ReadPassword();
        using var key = MasterKey.LoadOrCreate(settings.MasterKey ?? folder.MasterKey);
        var users = new UserDirectory(new GatewayDatabase(folder.Database), key);
        var mspFolder = Required(configuration, "msp-folder");
        using var loaded = IdentityFiles.LoadMsp(Required(configuration, "msp"), mspFolder);
        var privateKey = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(mspFolder, "keystore")).Single());
        if (users.TryAdd(Required(configuration, "name"), password, roles, loaded.Identity, privateKey) is not { } user) throw new InvalidDataException("the name or the identity is taken");
        Console.WriteLine($"{user.Name} is party {user.PartyId} of {user.MspId}");
        return Success;
    }

    // Who has the folder has everything in it: what an administrator may not do, the operator may.
    private static int SetPassword(ConfigurationManager configuration, GatewaySettings settings, GatewayFolder folder)
    {
        var name = Required(configuration, "name");
        var password = ReadPassword();
        using var key = MasterKey.LoadOrCreate(settings.MasterKey ?? folder.MasterKey);
        var users = new UserDirectory(new GatewayDatabase(folder.Database), key);
        var user = users.Find(name) ?? throw new InvalidDataException($"there is no user {name}");
        users.SetPassword(user, password);
        users.SetDisabled(user, false);
        Console.WriteLine($"{user.Name} has another password");
        return Success;
    }

    private static string Required(ConfigurationManager configuration, string name) => configuration[name] ?? throw new InvalidDataException($"--{name} is missing");

    private static string ReadPassword() => Console.ReadLine() is { } password && UserDirectory.IsPassword(password)
        ? password
        : throw new InvalidDataException($"a password has {UserDirectory.MinPasswordLength} to {UserDirectory.MaxPasswordLength} characters");
}
