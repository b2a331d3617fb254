namespace FLChain.Fabric.Grpc;

/// <summary>
/// A call that ended with a status other than OK. Clients throw it for what the server answered and for what kept the
/// answer away; a handler throws it to answer that status.
/// </summary>
public sealed class GrpcException : Exception
{
    /// <summary>Makes an exception for one status.</summary>
    /// <param name="statusCode">Any code but <see cref="GrpcStatusCode.Ok"/>.</param>
    /// <param name="detail">What went wrong, for people. It travels to the caller: no secrets.</param>
    /// <param name="statusDetails">A serialized <c>google.rpc.Status</c>, or null for none. The exception takes the array over.</param>
    /// <param name="innerException">The cause on this side, if there is one; it never travels.</param>
    /// <exception cref="ArgumentException"><paramref name="statusCode"/> is OK.</exception>
    public GrpcException(GrpcStatusCode statusCode, string detail, byte[]? statusDetails = null, Exception? innerException = null)
        : base($"{statusCode}: {detail}", innerException)
    {
        ArgumentNullException.ThrowIfNull(detail);
        if (statusCode == GrpcStatusCode.Ok)
            throw new ArgumentException("OK is not a failure.", nameof(statusCode));
        StatusCode = statusCode;
        Detail = detail;
        StatusDetails = statusDetails ?? [];
    }

    /// <summary>The status; never <see cref="GrpcStatusCode.Ok"/>. A code out of the table arrives as <see cref="GrpcStatusCode.Unknown"/>.</summary>
    public GrpcStatusCode StatusCode { get; }

    /// <summary>The text of <c>grpc-message</c>, decoded.</summary>
    public string Detail { get; }

    /// <summary>The bytes of <c>grpc-status-details-bin</c>, a serialized <c>google.rpc.Status</c>; empty when there is none. Not validated.</summary>
    public byte[] StatusDetails { get; }

    /// <summary>
    /// True where the request certainly never reached the server: there was no connection, or the server refused the
    /// stream unseen. False where it did, or may have.
    /// </summary>
    public bool RequestNotSent => InnerException is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
    }
        || GetBaseException() is HttpProtocolException { ErrorCode: 0x7 };
}
