using FLChain.Fabric.Protos;

namespace FLChain.Fabric.Shim;

/// <summary>What a transaction answers to its caller.</summary>
public sealed record ChaincodeResponse
{
    /// <summary>The status of a success.</summary>
    public const int OkStatus = 200;

    /// <summary>The status of a failure.</summary>
    public const int ErrorStatus = 500;

    private ChaincodeResponse(int status, string message, ReadOnlyMemory<byte> payload)
    {
        Status = status;
        Message = message;
        Payload = payload;
    }

    /// <summary><see cref="OkStatus"/> or <see cref="ErrorStatus"/>; of another chaincode, whatever it answered. Peers endorse a status below 400 only.</summary>
    public int Status { get; }

    /// <summary>For people, or a stable code with its text; empty on success.</summary>
    public string Message { get; }

    /// <summary>The result; usually empty on failure. The gateway hands it to the caller only on success.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Whether peers endorse the response.</summary>
    public bool IsOk => Status < 400;

    /// <summary>What another chaincode answered.</summary>
    internal static ChaincodeResponse Received(Response response) => new(response.Status, response.Message, response.Payload.ToByteArray());

    /// <summary>Success without a result.</summary>
    public static ChaincodeResponse Ok() => new(OkStatus, string.Empty, ReadOnlyMemory<byte>.Empty);

    /// <summary>Success with a result, which becomes part of the transaction.</summary>
    public static ChaincodeResponse Ok(ReadOnlyMemory<byte> payload) => new(OkStatus, string.Empty, payload);

    /// <summary>Failure: nothing of the transaction is kept.</summary>
    /// <param name="message">Shown to the caller; the same on every peer, with nothing in it about the machine.</param>
    /// <param name="payload">Details for a program that speaks to the chaincode's peer itself.</param>
    /// <exception cref="ArgumentException">The message is empty.</exception>
    public static ChaincodeResponse Error(string message, ReadOnlyMemory<byte> payload = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return new ChaincodeResponse(ErrorStatus, message, payload);
    }
}
