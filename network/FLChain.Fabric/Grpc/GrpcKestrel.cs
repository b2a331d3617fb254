using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FLChain.Fabric.Grpc;

/// <summary>Kestrel as a gRPC server.</summary>
public static class GrpcKestrel
{
    private const string ClientAuthenticationOid = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// Listens for gRPC on <paramref name="endPoint"/>: HTTP/2 only, in the clear, over TLS or over mutual TLS. The
    /// limits that fit short web requests are lifted for the whole server: no limit on a body (messages have their own),
    /// no least data rate, windows that carry large messages.
    /// </summary>
    /// <param name="kestrel">The server's options.</param>
    /// <param name="endPoint">Where to listen; port 0 takes a free port, which <c>WebApplication.Urls</c> tells after the start.</param>
    /// <param name="options">Transport security; null for HTTP/2 in the clear.</param>
    /// <exception cref="ArgumentException">Client roots without a server certificate, or a certificate without its private key.</exception>
    public static void ListenGrpc(this KestrelServerOptions kestrel, IPEndPoint endPoint, GrpcListenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(endPoint);
        options ??= new GrpcListenOptions();
        if (options.ServerCertificate is null && options.ClientRootCertificates.Count > 0)
            throw new ArgumentException("Mutual TLS needs a server certificate.", nameof(options));
        if (options.ServerCertificate is { HasPrivateKey: false })
            throw new ArgumentException("The server certificate has no private key.", nameof(options));
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (options.ServerCertificate is not null)
                listen.UseHttps(CreateTlsOptions(options));
        });
    }

    private static HttpsConnectionAdapterOptions CreateTlsOptions(GrpcListenOptions options)
    {
        var tls = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = options.ServerCertificate,
            ServerCertificateChain = [.. options.ServerCertificateChain],
        };
        if (options.ClientRootCertificates.Count > 0)
        {
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, sent, _) => IsTrusted(certificate, sent, options.ClientRootCertificates);
        }
        return tls;
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Chain? sent, IReadOnlyList<X509Certificate2> roots)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.ToArray());
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthenticationOid));
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(certificate);
    }
}
