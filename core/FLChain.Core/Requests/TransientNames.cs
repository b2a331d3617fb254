namespace FLChain.Core.Requests;

/// <summary>Names in the transient map of a proposal.</summary>
public static class TransientNames
{
    /// <summary>The payload whose digest the argument names.</summary>
    public const string Payload = "payload";
}
