namespace FLChain.DevPeer.Chaincodes;

/// <summary>A chaincode could not be reached or did not answer. The message is for the client.</summary>
internal sealed class ChaincodeException(string message, Exception? innerException = null) : Exception(message, innerException);
