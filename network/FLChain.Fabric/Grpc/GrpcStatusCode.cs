namespace FLChain.Fabric.Grpc;

/// <summary>How a call ended: the canonical gRPC status codes, with their numbers on the wire (<c>grpc-status</c>).</summary>
public enum GrpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>The other side failed in a way it has no code for, or sent no status at all.</summary>
    Unknown = 2,

    /// <summary>The request can never succeed as it stands.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; whether it took effect is not known.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be made exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: a message over the size limit, a quota.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in a state in which this call may be made.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was stopped, as by a conflict or by a chaincode that refused it.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the method, or not the encoding of the message.</summary>
    Unimplemented = 12,

    /// <summary>The protocol was broken: a truncated frame, an unreadable message.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data were lost.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
