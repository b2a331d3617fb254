using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;

namespace FLChain.Fabric.Grpc;

/// <summary>
/// A client's way to one gRPC server over HTTP/2. Connections are made when the first call needs one and again when one
/// is lost; a call that finds no server fails with UNAVAILABLE. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Every call throws <see cref="GrpcException"/> for any end other than OK, and <see cref="OperationCanceledException"/>
/// when the caller's own token was cancelled. A call on a disposed
/// channel throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class GrpcChannel : IAsyncDisposable, IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
    {
        Address = address;
        Options = options;
        _invoker = new HttpMessageInvoker(CreateHandler(address, options), disposeHandler: true);
    }

    /// <summary>The server, <c>https://host:port</c>, or <c>http://host:port</c> for HTTP/2 in the clear by prior knowledge.</summary>
    public Uri Address { get; }

    /// <summary>How the server is reached.</summary>
    public GrpcChannelOptions Options { get; }

    /// <summary>Makes a channel; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">The address is not http or https, or has a path or query.</exception>
    public static GrpcChannel Create(Uri address, GrpcChannelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new GrpcChannelOptions();
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"'{address}' is not an http or https address.", nameof(address));
        if (address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            throw new ArgumentException($"'{address}' must be scheme, host and port only.", nameof(address));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxReceiveMessageBytes, nameof(options));
        return new GrpcChannel(address, options);
    }

    /// <summary>Sends one request and awaits its one response.</summary>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = Begin(method, request, options, cancellationToken);
        var response = await call.ReadAsync(CancellationToken.None).ConfigureAwait(false)
            ?? throw new GrpcException(GrpcStatusCode.Internal, "The server answered OK without a message.");
        if (await call.ReadAsync(CancellationToken.None).ConfigureAwait(false) is not null)
            throw new GrpcException(GrpcStatusCode.Internal, "The server answered with more than one message.");
        return response;
    }

    /// <summary>Sends one request and yields the responses as they come. The call starts with the enumeration and is given up when that is left early.</summary>
    public async IAsyncEnumerable<TResponse> ServerStreamingAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var call = Begin(method, request, options, cancellationToken);
        while (await call.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } response)
            yield return response;
    }

    /// <summary>Starts a call with a stream in both directions. Dispose it; that gives up a call still under way.</summary>
    public GrpcDuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        GrpcCallOptions? options = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var content = new GrpcDuplexContent();
        var call = new GrpcClientCall<TRequest, TResponse>(_invoker, this, method, content, options, cancellationToken);
        return new GrpcDuplexCall<TRequest, TResponse>(call, content);
    }

    /// <summary>Closes the connections; calls under way fail.</summary>
    public void Dispose()
    {
        _disposed = true;
        _invoker.Dispose();
    }

    /// <summary>Closes the connections; calls under way fail.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private GrpcClientCall<TRequest, TResponse> Begin<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, GrpcCallOptions? options, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new GrpcClientCall<TRequest, TResponse>(_invoker, this, method, new GrpcMessageContent(request), options, cancellationToken);
    }

    private static SocketsHttpHandler CreateHandler(Uri address, GrpcChannelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1024 * 1024,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (address.Scheme == Uri.UriSchemeHttps)
            handler.SslOptions = CreateTlsOptions(options);
        return handler;
    }

    private static SslClientAuthenticationOptions CreateTlsOptions(GrpcChannelOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.OverrideAuthority is { } name)
            tls.TargetHost = name.Split(':')[0];
        if (options.RootCertificates.Count > 0)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(options.RootCertificates.ToArray());
        }
        if (options.ClientCertificate is { } certificate)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(
                certificate, [.. options.ClientCertificateChain], offline: true);
        }
        return tls;
    }
}
