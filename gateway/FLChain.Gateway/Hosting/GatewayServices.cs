using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using FLChain.Core.Filters;
using FLChain.Fabric.Client;
using FLChain.Gateway.Attestation;
using FLChain.Gateway.Judging;
using FLChain.Gateway.Ledger;
using FLChain.Gateway.Market;
using FLChain.Gateway.Pages.Forms;
using FLChain.Gateway.Rest;
using FLChain.Gateway.Store;
using FLChain.Gateway.Submissions;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using IPNetwork = System.Net.IPNetwork;

namespace FLChain.Gateway.Hosting;

/// <summary>Puts the parts of the gateway together.</summary>
internal static class GatewayServices
{
    private const string AnyScheme = "flchain";
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);
    private static readonly TimeSpan TokenLength = TimeSpan.FromHours(1);

    public static void Add(IServiceCollection services, GatewaySettings settings, GatewayFolder folder)
    {
        services.AddSingleton(settings);
        services.AddSingleton(folder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => ConnectionProfile.Load(settings.Profile));
        services.AddSingleton(_ => MasterKey.LoadOrCreate(settings.MasterKey ?? folder.MasterKey));
        services.AddSingleton(_ => new GatewayDatabase(folder.Database));
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<JudgeKeys>();
        services.AddSingleton<JudgmentDesk>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<LedgerAccess>();
        services.TryAddSingleton<ILedgerSource>(provider => new FabricLedgerSource(provider.GetRequiredService<LedgerAccess>().Service));
        services.AddSingleton(provider => OpenIndex(provider.GetRequiredService<ConnectionProfile>(), settings, folder));
        services.AddSingleton<FilterDesk>();
        services.AddSingleton(_ => new EventStreams());
        services.AddSingleton<Submitter>();
        services.AddHostedService<IndexFollower>();
        services.AddSingleton<RootAlarms>();
        services.AddSingleton<GatewayMetrics>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RootAttester>(provider, settings.Attest));
        services.AddSingleton<IModelStore>(_ => OpenStore(settings, folder));
        services.AddHostedService<Housekeeping>();
        if (settings.IssuerCertificate is { Length: > 0 } certificate)
            services.AddSingleton(provider => IdentityIssuer.Load(settings.IssuerMsp!, certificate, settings.IssuerKey!, provider.GetRequiredService<TimeProvider>()));
        AddPages(services);
        AddWeb(services, settings, folder);
    }

    /// <summary>Opens what the settings name, so that a wrong file is told at the start and not in the middle of a request.</summary>
    /// <exception cref="InvalidDataException">A file or folder cannot be used.</exception>
    public static void OpenSettings(IServiceProvider services)
    {
        services.GetRequiredService<IModelStore>();
        services.GetRequiredService<JudgeKeys>();
        services.GetService<IdentityIssuer>();
    }

    private static FolderModelStore OpenStore(GatewaySettings settings, GatewayFolder folder)
    {
        var path = settings.Artifacts ?? folder.Artifacts;
        try
        {
            return new FolderModelStore(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{nameof(settings.Artifacts)} '{path}' cannot be used: {error.Message}", error);
        }
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddSingleton<PurchaseKeys>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<ModelOpener>();
        services.AddSingleton<FormSubmitter>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "flchain-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>The index as the settings have it.</summary>
    public static LedgerIndex OpenIndex(ConnectionProfile profile, GatewaySettings settings, GatewayFolder folder, string? path = null) => LedgerIndex.Open(new LedgerIndexOptions
    {
        Path = path ?? folder.Index,
        Channel = profile.Channel,
        Chaincode = profile.Chaincode,
        AttestationInterval = (ulong)settings.AttestationInterval,
        Filter = new FilterOptions { Bytes = settings.FilterBytes, Hashes = settings.FilterHashes, Seed = folder.FilterSeed() },
    });

    private static void AddWeb(IServiceCollection services, GatewaySettings settings, GatewayFolder folder)
    {
        services.ConfigureHttpJsonOptions(options => ConfigureJson(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<ForwardedHeadersOptions>(options => Believe(options, settings.KnownProxies));
        services.AddExceptionHandler<ProblemHandler>();
        services.AddProblemDetails();
        services.AddRateLimiter(options => RateLimits.Configure(options, settings));
        services.AddHealthChecks().AddCheck<IndexHealth>("index", tags: [IndexHealth.Ready]);
        services.AddDataProtection().SetApplicationName("FLChain.Gateway").PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
        services.AddOptions<KeyManagementOptions>().Configure<MasterKey>((options, key) => options.XmlEncryptor = new KeyRingProtection(key));
        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? BearerTokenDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddBearerToken(options => options.BearerTokenExpiration = TokenLength)
            .AddCookie(options =>
            {
                options.Cookie.Name = "flchain-session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = SessionLength;
                options.SlidingExpiration = true;
            });
        OpenApi.Add(services);
    }

    private static void Believe(ForwardedHeadersOptions options, IReadOnlyList<string> proxies)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

        // As far back as the proxies are known.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        }
    }

    internal static void ConfigureJson(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
