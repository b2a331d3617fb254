using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace FLChain.Fabric.Grpc;

/// <summary>What a handler knows of the call it answers.</summary>
public sealed class GrpcServerContext
{
    internal GrpcServerContext(HttpContext httpContext, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        HttpContext = httpContext;
        Deadline = deadline;
        CancellationToken = cancellationToken;
    }

    /// <summary>The HTTP exchange underneath. Its response belongs to the gRPC layer: do not write to it.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>When the caller stops waiting, by this machine's clock; null when it set no deadline.</summary>
    public DateTimeOffset? Deadline { get; }

    /// <summary>Cancelled when the caller goes away or the deadline passes. A handler that honours it answers DEADLINE_EXCEEDED by itself.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The certificate the caller proved under mutual TLS, already checked against the listener's roots; null without one.</summary>
    public X509Certificate2? ClientCertificate => HttpContext.Connection.ClientCertificate;
}
