using System.Net;
using FLChain.Fabric.Grpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FLChain.Fabric.Shim;

/// <summary>How a chaincode is served.</summary>
public sealed record ChaincodeServerOptions
{
    /// <summary>The package id that the peers know the chaincode by, <c>label:hash</c>; see <see cref="ChaincodePackage.PackageId"/>.</summary>
    public required string PackageId { get; init; }

    /// <summary>Where to listen. Port 0 takes a free port. Default: 127.0.0.1, port 0.</summary>
    public IPEndPoint ListenAddress { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>TLS and mutual TLS. Default: neither, for peers on the same machine only.</summary>
    public GrpcListenOptions Transport { get; init; } = new();

    /// <summary>
    /// Where to tell over plain HTTP how the service is: <c>/livez</c>, and <c>/readyz</c>, which turns 503 when a stop
    /// begins. Port 0 takes a free port. Default: nowhere.
    /// </summary>
    public IPEndPoint? HealthAddress { get; init; }

    /// <summary>Transactions of one peer that run at once; further ones wait. At least 1, default 64.</summary>
    public int MaxConcurrentTransactions { get; init; } = 64;

    /// <summary>Transactions of one peer that wait for their turn; further ones are refused. At least 0, default 1000.</summary>
    public int MaxWaitingTransactions { get; init; } = 1000;

    /// <summary>
    /// What the transactions of one peer that run or wait may have brought together, in bytes; one for which there is no room
    /// is refused. At least <see cref="MaxMessageBytes"/>, default 512 MiB.
    /// </summary>
    public long MaxAcceptedBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>
    /// How far a transaction's timestamp may be ahead of this machine's clock. The timestamp is the client's word and all
    /// that contracts know of time; this and <see cref="TimestampBehind"/> bound what a client can claim. A transaction
    /// further off is refused before the contract runs. Null accepts any. Not negative, default 15 seconds: clocks differ
    /// by less, and whoever may claim the future passes every deadline early.
    /// </summary>
    public TimeSpan? TimestampAhead { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How old a transaction's timestamp may be. Null accepts any. Not negative, default 5 minutes: a proposal may have been
    /// signed by hand, or have waited for another peer.
    /// </summary>
    public TimeSpan? TimestampBehind { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stop waits for running transactions before it gives them up. Not negative, default 20 seconds.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest message in either direction, in bytes. At least 1 KiB; the default of 100 MiB is what Fabric's peers take.</summary>
    public int MaxMessageBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>The clock for <see cref="TimestampAhead"/> and <see cref="TimestampBehind"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the service logs to. Arguments, values and transient data are never logged. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(PackageId);
        ArgumentNullException.ThrowIfNull(ListenAddress);
        ArgumentNullException.ThrowIfNull(Transport);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentTransactions, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaitingTransactions);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAcceptedBytes, MaxMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownGrace, TimeSpan.Zero);
        RequireNotNegative(TimestampAhead, nameof(TimestampAhead));
        RequireNotNegative(TimestampBehind, nameof(TimestampBehind));
    }

    private static void RequireNotNegative(TimeSpan? tolerance, string name)
    {
        if (tolerance is { } span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero, name);
        }
    }
}
