namespace FLChain.Fabric;

/// <summary>A file that says who we are or whom to call is missing, unreadable or contradicts itself. The message names the file and what to do.</summary>
public sealed class FabricConfigurationException : Exception
{
    /// <summary>Makes an exception with a message for the operator.</summary>
    public FabricConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
